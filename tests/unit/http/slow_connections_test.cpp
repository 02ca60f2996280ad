// Thousands of clients that send a byte now and then: the others are served all the same, the slow
// ones end with 408, and each costs a bounded amount of memory.
//
// AKSIS_SLOW_CONNECTIONS says how many instead of 500, and makes the tests tell what they measured.
// Fewer when the system allows too few files: two a connection, both ends are in this process.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <fstream>

#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

constexpr size_t kUsualCount = 500;
constexpr size_t kFilesBesides = 600;
constexpr size_t kBytesEachMax = 32 * 1024;
constexpr milliseconds kAnswerMax{2'000};  // generous: the machine may be busy with other things
constexpr int kQuestions = 200;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryIsPlain = false;
#else
constexpr bool kMemoryIsPlain = true;
#endif

size_t connection_count() {
  const char* given = std::getenv("AKSIS_SLOW_CONNECTIONS");
  const size_t wanted = given ? std::strtoul(given, nullptr, 10) : kUsualCount;
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  const size_t possible = files.rlim_cur > kFilesBesides ? (files.rlim_cur - kFilesBesides) / 2 : 0;
  if (possible < wanted) WARN("only " << possible << " connections: too few files are allowed");
  return std::min(wanted, possible);
}

size_t resident_bytes() {
  size_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

// How many are open at the server, this one included.
size_t open_connections(Client& client) {
  constexpr std::string_view kName = "\naksis_http_connections ";
  const auto text = client.send(request("GET", "/metrics"))->body;
  return std::strtoul(text.c_str() + text.find(kName) + kName.size(), nullptr, 10);
}

Options room_for(size_t count, milliseconds header_time) {
  Options options;
  options.limits.connections = count + 10;
  options.limits.connections_per_address = count + 10;
  options.limits.header_time = header_time;
  options.limits.keep_alive = std::chrono::minutes(5);
  return options;
}

std::deque<RawConnection> open_slow(Fixture& f, size_t count) {
  std::deque<RawConnection> slow;
  for (size_t i = 0; i < count; ++i)
    slow.emplace_back(f.server->port()).write("GET /livez HTTP/1.1\r\nX-A: ");
  return slow;
}

// The longest that a request took while bytes trickled in on the slow ones.
milliseconds slowest_answer(Client& good, std::deque<RawConnection>& slow) {
  Steady::duration slowest{0};
  for (size_t i = 0; i < kQuestions; ++i) {
    for (size_t j = 0; j < 32; ++j) slow[(i * 32 + j) % slow.size()].write("x");
    const auto asked = Steady::now();
    auto answer = good.send(request("GET", "/api/v1/items"));
    slowest = std::max(slowest, Steady::now() - asked);
    REQUIRE(answer.ok());
    CHECK(answer->status == 200);
  }
  return std::chrono::duration_cast<milliseconds>(slowest);
}

}  // namespace

TEST_CASE("many slow connections hold up nobody and cost a bounded amount of memory") {
  const size_t count = connection_count();
  Fixture f(room_for(count, std::chrono::minutes(5)));
  auto good = f.client();
  REQUIRE(good.send(request("GET", "/livez")).ok());
  for (int wave = 0; wave < 2; ++wave) {
    const auto before = resident_bytes();
    auto slow = open_slow(f, count);
    REQUIRE(eventually([&] { return open_connections(good) == count + 1; }));
    const auto after = resident_bytes();
    const size_t each = (after - std::min(before, after)) / count;
    const auto slowest = slowest_answer(good, slow);
    CHECK(slowest < kAnswerMax);
    if (kMemoryIsPlain) CHECK(each < kBytesEachMax);
    if (std::getenv("AKSIS_SLOW_CONNECTIONS"))
      WARN(count << " slow connections: " << each << " bytes more each, slowest answer "
                 << slowest.count() << " ms");
    slow.clear();
    REQUIRE(eventually([&] { return open_connections(good) == 1; }));
  }
}

TEST_CASE("bytes now and then do not keep slow connections open") {
  const size_t count = connection_count();
  auto options = room_for(count, milliseconds(1'000));
  options.limits.header_bytes = 64 << 20;  // the last ones get their bytes in quick succession
  Fixture f(std::move(options));
  auto slow = open_slow(f, count);
  size_t timed_out = 0, unheard = 0;
  const auto end = Steady::now() + std::chrono::seconds(60);
  while (!slow.empty() && Steady::now() < end) {
    if (slow.front().has_bytes()) {
      const auto answer = slow.front().read_all();
      timed_out += answer.starts_with("HTTP/1.1 408 ");
      unheard += answer.empty();
    } else {
      slow.emplace_back(std::move(slow.front())).write("x");
    }
    slow.pop_front();
  }
  CHECK(slow.empty());
  CHECK(timed_out + unheard == count);
  // On a machine that stands still for a second, some end before their first byte was seen.
  CHECK(timed_out >= count - count / 10);
}
