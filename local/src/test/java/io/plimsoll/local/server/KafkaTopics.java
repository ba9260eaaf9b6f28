package io.plimsoll.local.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** What the tests do with topics. */
final class KafkaTopics {
  private KafkaTopics() {}

  static void create(String bootstrap, String name)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
  }

  static Set<String> names(String bootstrap) throws ExecutionException, InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      return admin.listTopics().names().get();
    }
  }

  private static Admin admin(String bootstrap) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
  }
}
