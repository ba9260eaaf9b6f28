package io.plimsoll.core.cache;

/**
 * A place in the {@code invalidations} topic: the next record to apply.
 *
 * @param topicId Kafka's id of the topic; a topic made anew under the same name has another one
 * @param offset offset of the next record
 */
public record Position(String topicId, long offset) {}
