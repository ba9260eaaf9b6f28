package io.plimsoll.api.admin;

import io.plimsoll.api.http.PathRequests;
import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.TagText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which tags to end for what an operator names. Thread-safe. */
final class Tags {
  private final LiveCatalog live;
  private final TagHash hash;
  private final CursorCodec cursors;
  private final Function<QueryDef, Planned> planned;
  private volatile Paths paths;

  private record Paths(Catalog catalog, PathRequests requests) {}

  Tags(LiveCatalog live, TagHash hash, CursorCodec cursors, Function<QueryDef, Planned> planned) {
    this.live = live;
    this.hash = hash;
    this.cursors = cursors;
    this.planned = planned;
    this.paths = paths(live.now());
  }

  private Paths paths(Catalog catalog) {
    return new Paths(catalog, new PathRequests(catalog, hash, cursors, planned));
  }

  /** The request of a path by the catalog in force. */
  PathRequests.Asked asked(String path, Optional<String> tenant) {
    Paths known = paths;
    Catalog now = live.now();
    if (!known.catalog().equals(now)) {
      known = paths(now);
      paths = known;
    }
    return known.requests().of(path, tenant);
  }

  /** The tag itself, if any answer of this catalog can have it. */
  Tag named(String text) {
    Tag tag =
        TagText.parse(text)
            .orElseThrow(() ->
                AdminProblem.invalid(
                    "tag: must look like articles{id=42}, articles{id}!, articles* or articles!, was \"%s\""
                        .formatted(text)));
    Set<String> relations = new TreeSet<>();
    Set<TagShape> shapes = new TreeSet<>();
    for (QueryDef query : live.now().queries()) {
      relations.addAll(plan(query).relations());
      shapes.addAll(plan(query).shapes());
    }
    if (!relations.contains(tag.table())) {
      throw AdminProblem.invalid(
          "tag: no answer depends on %s; they depend on %s".formatted(tag.table(), relations));
    }
    boolean known =
        switch (tag) {
          case Tag.WholeTable whole -> true;
          case Tag.AnyRow any -> true;
          case Tag.UnknownKey unknown ->
              shapes.contains(new TagShape(unknown.table(), unknown.columns()));
          case Tag.Keyed keyed ->
              shapes.contains(new TagShape(keyed.table(), List.copyOf(keyed.columns().keySet())));
        };
    if (!known) {
      throw AdminProblem.invalid(
          "tag: no answer has a key of these columns; keys are %s".formatted(shapes));
    }
    return tag;
  }

  /**
   * One tag that the answer of a path has: that ends it. The one that fewest others have, as far as
   * that can be told.
   */
  Tag ofPath(String path, Optional<String> tenant) {
    PathRequests.Asked.Found found = found(path, tenant);
    Tag narrowest = null;
    for (Tag tag : found.tags()) {
      if (narrowest == null || width(tag) < width(narrowest)) {
        narrowest = tag;
      }
    }
    if (narrowest == null) {
      throw new AdminProblem(
          409,
          "nothing-to-end",
          "Nothing to end",
          "the answer depends on no table: it is not stored, or only \"all\" ends it");
    }
    return narrowest;
  }

  /** Those of every table that a query with such a path reads. */
  Set<Tag> ofPattern(String text) {
    PathPattern pattern = PathPattern.of(text);
    Set<Tag> tags = new LinkedHashSet<>();
    for (QueryDef query : live.now().queries()) {
      if (pattern.mayMatch(query.path())) {
        plan(query).relations().forEach(relation -> tags.add(new Tag.WholeTable(relation)));
      }
    }
    if (tags.isEmpty()) {
      throw AdminProblem.invalid("pattern: no cached query has a path like " + text);
    }
    return tags;
  }

  /** The request of a path. */
  PathRequests.Asked.Found found(String path, Optional<String> tenant) {
    return switch (asked(path, tenant)) {
      case PathRequests.Asked.Found found -> found;
      case PathRequests.Asked.NoRoute() ->
          throw new AdminProblem(
              404, "no-such-path", "No such path", "no query has the path " + path);
      case PathRequests.Asked.Invalid(String problem) ->
          throw AdminProblem.invalid("path: " + problem);
    };
  }

  private TagPlan plan(QueryDef query) {
    return planned.apply(query).standing().plan();
  }

  private static int width(Tag tag) {
    return switch (tag) {
      case Tag.Keyed keyed -> 0;
      case Tag.UnknownKey unknown -> 1;
      case Tag.AnyRow any -> 2;
      case Tag.WholeTable whole -> 3;
    };
  }
}
