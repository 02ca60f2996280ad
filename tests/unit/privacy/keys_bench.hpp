// A database with the tables and keys of privacy. One a test.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "events/outbox.hpp"
#include "privacy/keyring.hpp"
#include "scratch.hpp"

namespace aksis::privacy {

// Time stands still until a test moves it.
class TestClock final : public Clock {
 public:
  Micros now() const override { return at; }
  Micros at = 1'790'000'000 * kSecond;
};

struct KeysBench {
  storage::Scratch scratch;
  TestClock clock;
  std::string key_path = scratch.path("kek");
  std::unique_ptr<storage::Database> database = scratch.open();
  std::unique_ptr<Keyring> keys;

  KeysBench() {
    REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.privacy", migrations()));
    reopen_keys();
  }
  void reopen_keys() {
    auto opened = Keyring::open(*database, key_file(key_path), clock);
    INFO(storage::message(opened));
    REQUIRE(opened.ok());
    keys = *std::move(opened);
  }
  Status write(const storage::Body& body) { return database->write(body); }
  Status read(const storage::Body& body) { return database->read(body); }

  void add_person(const std::string& person) {
    REQUIRE_OK(
        write([&](storage::Transaction& tx) { return keys->create_person_key(tx, person); }));
  }
  storage::Blob sealed(const Place& place, const std::string& person, std::string_view plain) {
    storage::Blob out;
    REQUIRE_OK(read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(made, keys->seal(tx, place, person, plain));
      out = std::move(made);
      return {};
    }));
    return out;
  }
  Result<std::string> opened(const Place& place, const std::string& person,
                             const storage::Blob& blob) {
    std::string out;
    AKSIS_TRY(read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(plain, keys->open(tx, place, person, blob));
      out = std::move(plain);
      return {};
    }));
    return out;
  }
};

}  // namespace aksis::privacy
