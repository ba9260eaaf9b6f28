package io.plimsoll.api.live;

import java.time.Duration;

/**
 * How answers are sent live.
 *
 * @param streams most that are open at once in a process
 * @param heartbeat how often a comment shows that the connection is alive
 * @param retry how long a client is to wait before it comes again
 * @param recheck how often it is asked whether a client may still have what it is sent
 */
public record LiveSettings(int streams, Duration heartbeat, Duration retry, Duration recheck) {}
