// A database with the record's tables and keys, and its operations to call. One a test.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "../operations/told.hpp"
#include "events/outbox.hpp"
#include "record/operations.hpp"
#include "scratch.hpp"

namespace aksis::record {

// Time stands still until a test moves it.
class TestClock final : public Clock {
 public:
  Micros now() const override { return at; }
  Micros at = 1'790'000'000 * kSecond;
};

struct Answer {
  Status status;
  json::Document body;
  std::string etag;
  Code code() const { return status.ok() ? Code{0} : status.error().code; }
};

struct Bench {
  storage::Scratch scratch;
  TestClock clock;
  std::unique_ptr<storage::Database> database = scratch.open();
  operations::Registry registry{clock};
  std::unique_ptr<privacy::Keyring> keys;
  std::string language = "en";

  Bench() {
    REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.record", migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.privacy", privacy::migrations()));
    auto opened = privacy::Keyring::open(*database, privacy::key_file(scratch.path("kek")), clock);
    INFO(storage::message(opened));
    REQUIRE(opened.ok());
    keys = *std::move(opened);
    REQUIRE_OK(add_operations(registry, *database, clock, keys.get(),
                              [](storage::Transaction&, std::string_view login) {
                                return Result<std::string>(login == "ana" ? "acc-ana" : "");
                              }));
    registry.set_check_answers(true);
  }

  Answer call(const std::string& operation, const std::string& input,
              const std::string& if_match = {}) {
    operations::Call call({"test", true, {"*"}}, *json::parse(input));
    call.if_match = if_match;
    call.language = language;
    Answer answer{registry.run(*registry.find(operation), call), json::Document(), call.etag};
    if (language == "en") check_french(answer.status);
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  }
  Answer ok(const std::string& operation, const std::string& input) {
    auto answer = call(operation, input);
    REQUIRE_OK(answer.status);
    return answer;
  }
  // The id of what was made.
  std::string made(const std::string& operation, const std::string& input) {
    return std::string(json::text(ok(operation, input).body, "id"));
  }
  std::string person(const std::string& reference) {
    return made("people.create", "{\"reference\":\"" + reference + "\"}");
  }
};

}  // namespace aksis::record
