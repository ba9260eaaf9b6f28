package io.plimsoll.bench.load;

import java.util.Map;

/** One whole HTTP answer. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, Served served, Map<String, String> headers, byte[] body) {}
