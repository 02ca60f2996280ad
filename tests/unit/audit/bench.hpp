// A database with the audit's tables and a key. One a test.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "audit/checkpoints.hpp"
#include "audit/facts.hpp"
#include "events/outbox.hpp"
#include "scratch.hpp"

namespace aksis::audit {

// Time stands still until a test moves it.
class TestClock final : public Clock {
 public:
  Micros now() const override { return at; }
  Micros at = 1'790'000'000 * kSecond;
};

inline Entry sample(int number, Micros at = 1'790'000'000 * kSecond) {
  Entry out;
  out.at = at + number * kSecond;
  out.kind = number % 29 == 28 ? "alarm" : number % 3 ? "read" : "change";
  out.actor = "account:" + std::to_string(number % 5);
  out.operation = number % 3 ? "people.read" : "people.update";
  out.module = "core";
  out.person = number % 4 ? "person-" + std::to_string(number % 7) : "";
  out.object = number % 4 ? "" : "organisation-1";
  out.relation = number % 4 ? "referent" : "";
  out.reason = number % 11 ? "" : "Entretien de suivi, 3\xC3\xA8me";
  out.request_id = "request-" + std::to_string(number);
  out.session = "session-1";
  out.details = number % 3 ? "" : std::string("sealed\0bytes", 12);
  return out;
}

struct Bench {
  storage::Scratch scratch;
  TestClock clock;
  std::unique_ptr<storage::Database> database;
  SigningKey key;

  Bench()
      : database(scratch.open()), key(*SigningKey::open(scratch.path("key"), "agence.example/1")) {
    REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.audit", migrations()));
  }

  // `count` more entries.
  void fill(int count) {
    std::vector<Hashed> made;
    for (int i = 0; i < count; ++i) made.emplace_back(sample(filled + i));
    std::vector<const Hashed*> all;
    for (const auto& one : made) all.push_back(&one);
    REQUIRE_OK(database->write([&](storage::Transaction& tx) { return append_all(tx, all); },
                               nullptr, true));
    filled += count;
  }
  // Under their people and actors, so many at a time: those that are left stay unfiled.
  void file(int64_t together) {
    for (bool more = true; more;)
      REQUIRE_OK(database->write(
          [&](storage::Transaction& tx) -> Status {
            AKSIS_ASSIGN(some, file_some(tx, together));
            more = some;
            return {};
          },
          nullptr, true));
  }
  std::optional<StoredCheckpoint> checkpoint() {
    std::optional<StoredCheckpoint> out;
    REQUIRE_OK(database->write([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(made, make_checkpoint(tx, key));
      out = made;
      return {};
    }));
    return out;
  }
  int filled = 0;
};

}  // namespace aksis::audit
