package io.plimsoll.core.config;

/** Configuration of metrics-collector. */
@Doc("metrics-collector")
public record MetricsConfig(
    CommonConfig.Kafka kafka,
    @Default("port=8083") CommonConfig.Admin admin,
    CommonConfig.Lifecycle lifecycle) {}
