#include "events/dispatcher.hpp"
#include "../operations/told.hpp"

#include <future>
#include <mutex>

#include "base/identity.hpp"
#include "events/operations.hpp"
#include "events/set_aside.hpp"
#include "scratch.hpp"
#include "waiting.hpp"

using namespace aksis;
using namespace aksis::events;
using storage::Scratch;
using storage::Transaction;

namespace {

constexpr const char* kType = "competences.profile_changed/1";
constexpr const char* kOther = "core.person_deleted/1";

struct Bench {
  Scratch scratch;
  ManualClock clock;
  std::unique_ptr<storage::Database> database = scratch.open();
  DispatcherOptions options;

  Bench() {
    REQUIRE_OK(storage::migrate(*database, "core.events", migrations()));
    options.retry_delays = {std::chrono::milliseconds(0), std::chrono::milliseconds(1)};
  }
  std::unique_ptr<Dispatcher> dispatcher() {
    return std::make_unique<Dispatcher>(*database, clock, options);
  }
  Status emit(std::string_view type, int number, bool fails = false) {
    const auto data = "{\"n\":" + std::to_string(number) + "}";
    return database->write([&](Transaction& tx) -> Status {
      AKSIS_TRY(publish(tx, type, data, clock));
      if (fails) return invalid("refused on purpose");
      return {};
    });
  }
  int64_t count(std::string_view sql) { return *storage::number(*database, sql); }
};

// What a subscriber or a listener received, from any thread.
class Seen {
 public:
  void add(const Event& event) {
    const std::lock_guard lock(mutex_);
    data_.push_back(event.data);
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return data_;
  }
  size_t size() const { return all().size(); }
  Dispatcher::Subscriber subscriber() {
    return [this](const Event& event) -> Status {
      add(event);
      return {};
    };
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> data_;
};

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> out;
  for (int i = from; i <= to; ++i) out.push_back("{\"n\":" + std::to_string(i) + "}");
  return out;
}

}  // namespace

TEST_CASE("events reach their subscribers after the commit, in order, once") {
  Bench bench;
  Seen mine, all, heard;
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("matching", kType, mine.subscriber());
  dispatcher->subscribe("journey", kType, all.subscriber());
  dispatcher->subscribe("journey", kOther, all.subscriber());
  REQUIRE_OK(bench.emit(kType, 0));  // before the first start: not theirs
  REQUIRE_OK(dispatcher->start());
  const auto listener = dispatcher->listen([&](const Event& event) { heard.add(event); });
  for (int i = 1; i <= 30; ++i) REQUIRE_OK(bench.emit(i % 3 ? kType : kOther, i));
  CHECK_FALSE(bench.emit(kType, 99, true).ok());
  REQUIRE(eventually([&] { return all.size() == 30 && mine.size() == 20 && heard.size() == 30; }));
  CHECK(all.all() == numbers(1, 30));
  CHECK(heard.all() == numbers(1, 30));
  dispatcher->forget(listener);
  REQUIRE_OK(bench.emit(kType, 31));
  REQUIRE(eventually([&] { return mine.size() == 21; }));
  CHECK(heard.size() == 30);
  CHECK(eventually([&] { return dispatcher->metrics().delivered == 52; }));
}

TEST_CASE("an event carries its id, type, time and data") {
  Bench bench;
  std::promise<std::string> received;
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("x", kType, [&](const Event& event) -> Status {
    received.set_value(event.json() + event.id);
    return {};
  });
  REQUIRE_OK(dispatcher->start());
  REQUIRE_OK(bench.emit(kType, 7));
  const auto json = received.get_future().get();
  CHECK(is_uuid(std::string_view(json).substr(json.size() - 36)));
  CHECK(json.find("\"type\":\"competences.profile_changed/1\"") != std::string::npos);
  CHECK(json.find("\"at\":1700000000000000,\"data\":{\"n\":7}") != std::string::npos);
}

TEST_CASE("a subscriber goes on where it stopped") {
  Bench bench;
  Seen first, second;
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("matching", kType, first.subscriber());
  REQUIRE_OK(dispatcher->start());
  REQUIRE_OK(bench.emit(kType, 1));
  REQUIRE(eventually([&] { return first.size() == 1; }));
  dispatcher.reset();
  REQUIRE_OK(bench.emit(kType, 2));
  REQUIRE_OK(bench.emit(kOther, 3));
  REQUIRE_OK(bench.emit(kType, 4));
  dispatcher = bench.dispatcher();
  dispatcher->subscribe("matching", kType, second.subscriber());
  REQUIRE_OK(dispatcher->start());
  REQUIRE(eventually([&] { return second.size() == 2; }));
  CHECK(second.all() == std::vector<std::string>{"{\"n\":2}", "{\"n\":4}"});
}

TEST_CASE("a refused event is tried again in its place, then set aside") {
  Bench bench;
  Seen seen, other;
  std::atomic<int> attempts{0};
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("bad", kType, [&](const Event& event) -> Status {
    if (event.data == "{\"n\":2}") {
      ++attempts;
      throw std::runtime_error("thrown on purpose");
    }
    if (event.data == "{\"n\":3}" && attempts < 5) {
      ++attempts;
      return invalid("not yet");
    }
    seen.add(event);
    return {};
  });
  dispatcher->subscribe("good", kType, other.subscriber());
  REQUIRE_OK(dispatcher->start());
  for (int i = 1; i <= 4; ++i) REQUIRE_OK(bench.emit(kType, i));
  REQUIRE(eventually([&] { return seen.size() == 3 && other.size() == 4; }));
  CHECK(attempts == 5);  // three for the second event, two for the third
  CHECK(seen.all() == std::vector<std::string>{"{\"n\":1}", "{\"n\":3}", "{\"n\":4}"});
  CHECK(dispatcher->metrics().set_aside == 1);
  CHECK(bench.count("SELECT count(*) FROM core_dead_event WHERE subscriber = 'bad' AND error LIKE "
                    "'%thrown on purpose%'") == 1);
}

TEST_CASE("stopping does not wait for the next attempt") {
  Bench bench;
  bench.options.retry_delays = {std::chrono::hours(1)};
  std::atomic<int> attempts{0};
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("bad", kType, [&](const Event&) -> Status {
    ++attempts;
    return invalid("never");
  });
  REQUIRE_OK(dispatcher->start());
  REQUIRE_OK(bench.emit(kType, 1));
  REQUIRE(eventually([&] { return attempts == 1; }));
  dispatcher.reset();
  CHECK(bench.count("SELECT seq FROM core_subscription WHERE subscriber = 'bad'") == 0);
}

TEST_CASE("old delivered events are deleted, undelivered and young ones stay") {
  Bench bench;
  Seen seen;
  std::atomic<bool> open{true};
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("matching", kType, [&](const Event& event) -> Status {
    if (!open) return invalid("closed");
    seen.add(event);
    return {};
  });
  REQUIRE_OK(dispatcher->start());
  for (int i = 1; i <= 5; ++i) REQUIRE_OK(bench.emit(kType, i));
  REQUIRE(eventually([&] { return seen.size() == 5; }));
  bench.clock.advance(8 * kDay);
  for (int i = 6; i <= 7; ++i) REQUIRE_OK(bench.emit(kType, i));
  REQUIRE(eventually([&] { return seen.size() == 7; }));
  // The listeners' thread and the cursor come a moment after the subscriber's function.
  int64_t deleted = 0;
  REQUIRE(eventually([&] {
    deleted += *dispatcher->purge();
    return deleted == 5;
  }));
  CHECK(bench.count("SELECT count(*) FROM core_event") == 2);
  bench.clock.advance(8 * kDay);
  CHECK(eventually([&] { return *dispatcher->purge() == 1; }));  // the newest number stays
  REQUIRE_OK(bench.emit(kType, 8));
  CHECK(bench.count("SELECT MAX(seq) FROM core_event") == 8);
}

TEST_CASE("what is no event is refused, and nothing of its transaction stays") {
  Bench bench;
  for (const char* type : {"", "x", "x/1", "a.b", "a.b/", "a.b/x", ".a/1", "a..b/1", "A.b/1"}) {
    INFO(type);
    CHECK_FALSE(bench.emit(type, 1).ok());
  }
  for (const char* data : {"", "{", "{\"a\":1,\"a\":2}", "\xFF"}) {
    INFO(data);
    CHECK_FALSE(bench.database
                    ->write([&](Transaction& tx) { return publish(tx, kType, data, bench.clock); })
                    .ok());
  }
  CHECK(bench.count("SELECT count(*) FROM core_event") == 0);
}

TEST_CASE("a module publishes from its confined transaction") {
  Bench bench;
  const storage::Confinement module{"competences", "skl_", {}};
  REQUIRE_OK(bench.database->write(
      [&](Transaction& tx) { return publish(tx, kType, "{}", bench.clock); }, &module));
  CHECK_FALSE(storage::run(*bench.database, "DELETE FROM core_event", {}, &module).ok());
  CHECK(bench.count("SELECT count(*) FROM core_event") == 1);
}

TEST_CASE("a reader that reconnects asks for what came after") {
  Bench bench;
  for (int i = 1; i <= 5; ++i) REQUIRE_OK(bench.emit(kType, i));
  std::vector<std::string> seen;
  REQUIRE_OK(bench.database->read([&](Transaction& tx) {
    return read_events(tx, 2, 2, [&](const Event& event) -> Status {
      seen.push_back(event.data);
      return {};
    });
  }));
  CHECK(seen == numbers(3, 4));
}

TEST_CASE("an event set aside is delivered again when asked, one attempt at a time") {
  Bench bench;
  bench.options.retry_delays = {};
  Seen seen;
  std::atomic<bool> refuses{true};
  auto dispatcher = bench.dispatcher();
  dispatcher->subscribe("bad", kType, [&](const Event& event) -> Status {
    if (refuses) return invalid("refused on purpose");
    seen.add(event);
    return {};
  });
  REQUIRE_OK(dispatcher->start());
  for (int i = 1; i <= 2; ++i) REQUIRE_OK(bench.emit(kType, i));
  const char* rows = "SELECT count(*) FROM core_dead_event";
  REQUIRE(eventually([&] { return bench.count(rows) == 2; }));

  operations::Registry registry(bench.clock);
  REQUIRE_OK(add_event_operations(registry, *bench.database, *dispatcher, bench.clock));
  std::string answer;
  const auto run = [&](const char* operation, const std::string& input) {
    auto parsed = json::parse(input);
    REQUIRE(parsed.ok());
    operations::Call call({"test", true, {"*"}}, std::move(*parsed));
    call.language = "en";
    auto status = registry.run(*registry.find(operation), call);
    check_french(status);
    answer = call.response();
    return status;
  };
  REQUIRE_OK(run("events.list", R"({"limit": 1})"));
  auto listed = json::parse(answer);
  REQUIRE(listed.ok());
  CHECK(json::integer(*listed, "total") == 2);
  REQUIRE((*listed)["events"].Size() == 1);
  const std::string id(json::text((*listed)["events"][0], "id"));
  CHECK(json::text((*listed)["events"][0], "error") == "refused on purpose");
  const auto one = R"({"id": ")" + id + R"("})";

  bench.clock.advance(kMinute);
  const auto again = run("events.replay", one);
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == Code::conflict);
  CHECK(again.error().message.find("bad refused the event again: refused") == 0);
  CHECK(bench.count(std::string(rows) + " WHERE set_aside_at = at + 60000000") == 1);

  refuses = false;
  REQUIRE_OK(run("events.replay", one));
  CHECK(seen.all() == numbers(1, 1));
  CHECK(bench.count(rows) == 1);
  CHECK(run("events.replay", one).error().code == Code::not_found);

  CHECK_FALSE(run("events.drop", one).ok());  // without a reason
  CHECK(run("events.drop", R"({"id": "none", "reason": "no more"})").error().code ==
        Code::not_found);
  REQUIRE_OK(run("events.replay_all", R"({"subscriber": "other"})"));
  CHECK(answer == R"({"delivered":0,"refused":0,"errors":[]})");
  REQUIRE_OK(run("events.replay_all", "{}"));
  CHECK(answer == R"({"delivered":1,"refused":0,"errors":[]})");
  CHECK(seen.all() == numbers(1, 2));
  CHECK(bench.count(rows) == 0);
}

TEST_CASE("an event whose subscriber is gone can only be given up") {
  Bench bench;
  auto dispatcher = bench.dispatcher();
  REQUIRE_OK(dispatcher->start());
  SetAside gone{"gone", {7, "e-7", kType, "{}", 1}, "why", 2};
  REQUIRE_OK(bench.database->write([&](Transaction& tx) { return keep_set_aside(tx, gone); }));
  const auto refused = dispatcher->redeliver("gone", gone.event);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message.find("nothing here subscribes as gone") == 0);
  CHECK(bench.count("SELECT count(*) FROM core_dead_event WHERE error = 'why'") == 1);
  operations::Registry registry(bench.clock);
  REQUIRE_OK(add_event_operations(registry, *bench.database, *dispatcher, bench.clock));
  auto input = json::parse(R"({"id": "e-7", "reason": "the module is gone"})");
  operations::Call call({"test", true, {"*"}}, std::move(*input));
  REQUIRE_OK(registry.run(*registry.find("events.drop"), call));
  CHECK(bench.count("SELECT count(*) FROM core_dead_event") == 0);
}
