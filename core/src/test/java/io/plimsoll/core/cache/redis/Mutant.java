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
   * which Redis runs whole; the test for a missing epoch, since a missing one is of no epoch.
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
              "if stripes[1] ~= epoch then return 'no-control' end",
              ""),
          fill(
              "what the read must agree with",
              "if string.sub(state, 1, agreed) ~= ARGV[1] then",
              "if false then"),
          fill(
              "fill: epoch of the admission",
              "if string.sub(state, 3, 18) ~= epoch then return 'epoch' end",
              ""),
          fill(
              "fill: incarnation of the read",
              "return string.match(state, incarnation) ~= string.match(ARGV[1], incarnation) and 'incarnation' or 'tag-shapes'",
              "return 'tag-shapes'"),
          fill(
              "tag shapes",
              "return string.match(state, incarnation) ~= string.match(ARGV[1], incarnation) and 'incarnation' or 'tag-shapes'",
              "return 'incarnation'"),
          fill("the floor", "if not clears(state, agreed + 1) then return 'floor' end", ""),
          fill("the newest mark of all", "if not clears(state, agreed + 35) then", "if false then"),
          fill(
              "the newest mark, not the floor",
              "if not clears(state, agreed + 35) then",
              "if not clears(state, agreed + 1) then"),
          fill("floor itself must be seen", "at + 15) < low", "at + 15) <= low"),
          fill(
              "clearing by log position",
              "return string.sub(text, at + 17, at + 32) <= low",
              "return true"),
          fill("floor's own log position is enough", "at + 32) <= low", "at + 32) < low"),
          fill(
              "xids are not numbers",
              "string.sub(text, at, at + 15) < low",
              "tonumber(string.sub(text, at, at + 15), 16) < tonumber(low, 16)"),
          fill(
              "a log position must reach all marks",
              "return string.sub(stripe, 17, 32) <= low",
              "return true"),
          fill("a mark's own log position is enough", "17, 32) <= low", "17, 32) < low"),
          fill("xmin itself is not visible", "greatest < low", "greatest <= low"),
          fill("what was folded must be seen", " or string.sub(stripe, 33, 48) >= low", ""),
          fill("the last folded one must be seen", "33, 48) >= low", "33, 48) > low"),
          fill("xmax itself is not visible", "greatest >= xmax", "greatest > xmax"),
          fill("what began after the snapshot is not visible", "greatest >= xmax or ", ""),
          fill("what runs is not visible", "if holds(stripe, xid) then return false end", ""),
          fill(
              "each of what runs",
              "string.gmatch(ARGV[5], '%x+')",
              "string.gmatch(ARGV[5], '^%x+')"),
          fill(
              "the first mark of a stripe",
              "stripe, digits, HEAD + 1, true)",
              "stripe, digits, HEAD + MARK, true)"),
          fill("an LSN is no xid", "(start - HEAD - 1) % MARK == 0 and ", ""),
          fill(
              "the end of a longer xid is not it",
              " and string.sub(stripe, start, start + 15) == xid",
              ""),
          fill(
              "behind an LSN there may be the xid",
              "at = string.find(stripe, digits, at + 1, true)",
              "at = nil"),
          fill("every tag's stripe", "unpack(wanted)", "unpack(wanted, 2)"),
          fill("entries of a tag share its generation", "if not generation then", "if true then"),
          fill("a generation is never used again", "generation = ARGV[9]", "generation = 'g'"),
          fill(
              "a tag lasts as long as its entries",
              "'PX', ttl)\n  elseif",
              "'PX', ttl / 2)\n  elseif"),
          fill("a tag is prolonged", "redis.call('PEXPIRE', KEYS[i], ttl)", "local same = 0"),
          fill("an entry ends", "head .. ARGV[8], 'PX', ttl", "head .. ARGV[8]"),
          apply(
              "apply: stripes of another epoch",
              "if f[2] ~= epoch then return 'no-control' end",
              ""),
          apply("apply: epoch", "f[2] ~= ARGV[1] or ", ""),
          apply("apply: topic", "f[14] ~= ARGV[2] or ", ""),
          apply("apply: position", " or f[10] ~= ARGV[3]", ""),
          apply("apply: behind is as wrong as ahead", "f[10] ~= ARGV[3]", "f[10] > ARGV[3]"),
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
          apply("the newest mark moves", "f[7], f[8] = max(f[7], xid), max(f[8], lsn)", ""),
          apply("the newest xid never falls", "max(f[7], xid)", "xid"),
          apply("the newest LSN never falls", "max(f[8], lsn)", "lsn"),
          apply("foretold: of another history", "f[3] ~= ARGV[1] or ", ""),
          apply("foretold: of no history", " or f[3] == ''", ""),
          apply(
              "what is foretold does not move the position",
              "if not foretold then f[10]",
              "if true then f[10]"),
          apply("the floor moves", "if ARGV[6] ~= '' then", "if false then"),
          apply("the position moves", "f[10], f[9] = ARGV[4], ARGV[7]", "f[9] = ARGV[7]"),
          apply("the applied LSN moves", "f[10], f[9] = ARGV[4], ARGV[7]", "f[10] = ARGV[4]"),
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
