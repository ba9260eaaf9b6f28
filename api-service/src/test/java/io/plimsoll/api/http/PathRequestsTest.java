package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.freshness.TagHash;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PathRequestsTest {
  private final PathRequests requests =
      new PathRequests(
          CatalogParser.parse(
              "test",
              """
              queries:
                named:
                  get: /things/{name}
                  params: { name: text, page: { type: int, default: 1 } }
                  sql: select name from things where name = :name and page = :page
                  ttl: 1h
                  max-staleness: 2s
                all:
                  get: /things/all
                  sql: select name from things
                  ttl: 1h
                  max-staleness: 2s
                own:
                  get: /own/{id}
                  params: { id: bigint, tenant: { type: text, from: key } }
                  sql: select name from things where id = :id and owner = :tenant
                listed:
                  get: /listed
                  sql: select t.id, t.kind, t.made from things t
                  page:
                    by: [id]
                    sort: [made]
                    filter: { kind: { type: text, ops: [eq, in] } }
              """),
          new TagHash("a key of 16 bytes or more"),
          new CursorCodec("a key of 16 bytes or more"),
          q -> new Planned("1", Standing.UNKNOWN));

  private PathRequests.Asked.Found found(String path) {
    return (PathRequests.Asked.Found) requests.of(path, Optional.empty());
  }

  @Test
  void path_isTheRequestOfItsRoute() {
    assertThat(found("/things/all").request().query().name()).isEqualTo("all");
    assertThat(found("/things/a%20b%2Fc+d?page=2").request().values())
        .isEqualTo(Arrays.<Object>asList("a b/c+d", 2));
    assertThat(found("/things/x").request().lookup().key())
        .isEqualTo(found("/things/x?page=1").request().lookup().key())
        .isNotEqualTo(found("/things/y").request().lookup().key());
  }

  @Test
  void pathOfNoQuery_isNoRoute() {
    for (String path : new String[] {"/", "/things", "/things/", "/things/a/b", "/other/all"}) {
      assertThat(requests.of(path, Optional.empty()))
          .as(path)
          .isInstanceOf(PathRequests.Asked.NoRoute.class);
    }
  }

  @Test
  void valuesThatTheRouteRefuses_areInvalid() {
    for (String path :
        new String[] {
          "/things/%",
          "/things/x?page=one",
          "/things/x?page=1&page=2",
          "/things/x?other=1",
          "/things/x?page=%",
          "/things/%c0%af",
          "/things/..",
          "things/x"
        }) {
      assertThat(requests.of(path, Optional.empty()))
          .as(path)
          .isInstanceOf(PathRequests.Asked.Invalid.class);
    }
  }

  @Test
  void tenant_isOfTheKey_notOfThePath() {
    ReadRequest acme =
        ((PathRequests.Asked.Found) requests.of("/own/7", Optional.of("acme"))).request();

    assertThat(acme.values()).isEqualTo(Arrays.<Object>asList(7L, "acme"));
    assertThat(requests.of("/own/7", Optional.empty()))
        .isInstanceOf(PathRequests.Asked.Invalid.class);
    assertThat(requests.of("/own/7?tenant=acme", Optional.empty()))
        .isInstanceOf(PathRequests.Asked.Invalid.class);
    assertThat(requests.of("/own/7?tenant=acme", Optional.of("acme")))
        .isInstanceOf(PathRequests.Asked.Invalid.class);
  }

  /** The same entry as of a request that is written otherwise, and none of another order. */
  @Test
  void listInPages_isOfItsFiltersAndOrder() {
    ReadRequest some = found("/listed?kind_in=a,b&sort=made").request();
    assertThat(found("/listed?sort=made&kind_in=b,a,b").request().lookup().key())
        .isEqualTo(some.lookup().key());
    assertThat(found("/listed?kind_in=a,b").request().lookup().key())
        .isNotEqualTo(some.lookup().key());
    assertThat(found("/listed").request().query().sql()).isNotEqualTo(some.query().sql());
    for (String bad : new String[] {"sort=kind", "cursor=x", "colour=red"}) {
      assertThat(requests.of("/listed?" + bad, Optional.empty()))
          .as(bad)
          .isInstanceOf(PathRequests.Asked.Invalid.class);
    }
  }
}
