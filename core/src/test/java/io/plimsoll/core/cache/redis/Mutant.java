package io.plimsoll.core.cache.redis;

import java.util.List;

/**
 * A script with one rule broken.
 *
 * @param rule that is broken, in words
 * @param script file's name without {@code .lua}
 * @param was text of the script, found in it exactly once
 * @param is what stands there instead
 */
record Mutant(String rule, String script, String was, String is) {
  /**
   * All of them. Not here, because nothing outside can tell: the order of writes within a script,
   * which Redis runs whole; {@code xid >= low} in the loop over marks, since no running transaction
   * is below xmin; the test for a missing epoch, since a missing one is of no epoch.
   */
  static final List<Mutant> ALL =
      List.of(
          fill("fill removes the lease", "redis.call('UNLINK', KEYS[4])", ""),
          fill(
              "a refused fill removes the lease",
              "redis.call('UNLINK', KEYS[4])\n\nlocal state = redis.call('GET', KEYS[1])",
              "local state = redis.call('GET', KEYS[1])\n"
                  + "if state then redis.call('UNLINK', KEYS[4]) end"),
          fill(
              "fill: stripes of another epoch",
              "if f[2] ~= epoch then return 'no-control' end",
              ""),
          fill("fill: epoch of the admission", "if f[2] ~= ARGV[1] then return 'epoch' end", ""),
          fill("unknown incarnation admits nothing", "f[3] == '' or ", ""),
          fill("fill: incarnation of the read", " or f[3] ~= ARGV[2]", ""),
          fill("tag shapes", "if f[11] ~= ARGV[3] then return 'tag-shapes' end", ""),
          fill("floor for snapshots", "if f[9] >= low then return 'floor' end", ""),
          fill("floor itself must be seen", "f[9] >= low", "f[9] > low"),
          fill("floor for log positions", "elseif f[10] > low then", "elseif false then"),
          fill("floor's own log position is enough", "f[10] > low", "f[10] >= low"),
          fill("xids are not numbers", "f[9] >= low", "tonumber(f[9], 16) >= tonumber(low, 16)"),
          fill(
              "a log position must reach all marks",
              "return string.sub(stripe, 17, 32) <= low",
              "return true"),
          fill("a mark's own log position is enough", "17, 32) <= low", "17, 32) < low"),
          fill("xmin itself is not visible", "1, 16) < low", "1, 16) <= low"),
          fill(
              "what was folded must be seen",
              "if string.sub(stripe, 33, 48) >= low then return false end",
              ""),
          fill("the last folded one must be seen", "33, 48) >= low", "33, 48) > low"),
          fill("xmax itself is not visible", "xid >= xmax or", "xid > xmax or"),
          fill("what began after the snapshot is not visible", "xid >= xmax or ", ""),
          fill(
              "what runs is not visible",
              "(xid >= xmax or string.find(running, ',' .. xid .. ',', 1, true))",
              "xid >= xmax"),
          fill(
              "marks are a set",
              "for i = HEAD + 1, #stripe, MARK",
              "for i = #stripe - 31, #stripe, MARK"),
          fill("every tag's stripe", "for i = 12, #ARGV do", "for i = 13, #ARGV do"),
          fill("entries of a tag share its generation", "if not generation then", "if true then"),
          fill("a generation is never used again", "generation = ARGV[11]", "generation = 'g'"),
          fill(
              "a tag lasts as long as its entries",
              "'PX', ttl)\n  elseif",
              "'PX', ttl / 2)\n  elseif"),
          fill("a tag is prolonged", "redis.call('PEXPIRE', KEYS[i], ttl)", "local same = 0"),
          fill("an entry ends", "head .. ARGV[10], 'PX', ttl", "head .. ARGV[10]"),
          apply(
              "apply: stripes of another epoch",
              "if f[2] ~= epoch then return 'no-control' end",
              ""),
          apply("apply: epoch", "f[2] ~= ARGV[1] or ", ""),
          apply("apply: topic", "f[4] ~= ARGV[2] or ", ""),
          apply("apply: position", " or f[5] ~= ARGV[3]", ""),
          apply("apply: behind is as wrong as ahead", "f[5] ~= ARGV[3]", "f[5] > ARGV[3]"),
          apply(
              "marks are kept",
              "redis.call('HSET', KEYS[2], ARGV[i], xid .. lsn .. foldedXid .. foldedLsn .. marks)",
              ""),
          apply(
              "earlier marks are kept",
              "local marks = string.sub(stripe, HEAD + 1) .. ARGV[i + 1]",
              "local marks = ARGV[i + 1]"),
          apply(
              "the greatest xid",
              "xid = max(xid, string.sub(marks, i, i + 15))",
              "xid = string.sub(marks, i, i + 15)"),
          apply("the greatest LSN", "lsn = max(lsn, string.sub(marks, i + 16, i + 31))", ""),
          apply(
              "folding keeps what it folds",
              "foldedXid, foldedLsn = greatest(string.sub(marks, 1, #marks - keep), foldedXid, foldedLsn)",
              ""),
          apply(
              "what was folded never falls",
              "#marks - keep), foldedXid, foldedLsn)",
              "#marks - keep), '', '')"),
          apply("folding is not early", "local CAPACITY = 256", "local CAPACITY = 128"),
          apply("folding is not late", "local CAPACITY = 256", "local CAPACITY = 512"),
          apply(
              "a change ends its tags' generations",
              "redis.call('UNLINK', unpack(KEYS, i, math.min(i + 999, #KEYS)))",
              ""),
          apply(
              "of all its tags",
              "for i = 3, #KEYS, 1000 do",
              "for i = 3, math.min(3, #KEYS), 1000 do"),
          apply("the floor moves", "if ARGV[6] ~= '' then", "if false then"),
          apply("the position moves", "f[5], f[12] = ARGV[4], ARGV[7]", "f[12] = ARGV[7]"),
          apply("the applied LSN moves", "f[5], f[12] = ARGV[4], ARGV[7]", "f[5] = ARGV[4]"),
          apply("the watermark moves", "if ARGV[5] ~= '' then", "if false then"),
          apply(
              "the control state is written",
              "redis.call('SET', KEYS[1], table.concat(f, '|') .. '|')",
              ""),
          new Mutant("open forgets the marks", "open", "redis.call('DEL', KEYS[2])", ""),
          new Mutant(
              "open says whose the stripes are",
              "open",
              "redis.call('HSET', KEYS[2], 'epoch', ARGV[1])",
              ""),
          new Mutant(
              "open writes the control state", "open", "redis.call('SET', KEYS[1], ARGV[2])", ""));

  private static Mutant fill(String rule, String was, String is) {
    return new Mutant(rule, "fill", was, is);
  }

  private static Mutant apply(String rule, String was, String is) {
    return new Mutant(rule, "apply", was, is);
  }

  /** The scripts with this one broken; fails when the text is not in it exactly once. */
  Scripts scripts() {
    return new Scripts(altered("fill"), altered("apply"), altered("open"));
  }

  private Script altered(String name) {
    String source = Scripts.source(name);
    if (!name.equals(script)) {
      return Script.of(source);
    }
    int at = source.indexOf(was);
    if (at < 0 || source.indexOf(was, at + 1) >= 0) {
      throw new IllegalStateException(
          "mutant \"%s\": %s.lua must hold \"%s\" exactly once".formatted(rule, script, was));
    }
    return Script.of(source.replace(was, is));
  }
}
