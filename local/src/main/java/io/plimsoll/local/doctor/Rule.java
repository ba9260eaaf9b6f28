package io.plimsoll.local.doctor;

/** What is the same in each finding of one id. */
record Rule(String id, String wanted, String why) {
  Finding ok(String found) {
    return new Finding(id, Status.OK, found, wanted, why, new Fix.None());
  }

  Finding warn(String found, Fix fix) {
    return new Finding(id, Status.WARN, found, wanted, why, fix);
  }

  Finding fail(String found, Fix fix) {
    return new Finding(id, Status.FAIL, found, wanted, why, fix);
  }

  Finding unknown(String found) {
    return new Finding(id, Status.UNKNOWN, found, wanted, why, new Fix.None());
  }
}
