#include "audit/checkpointer.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "audit/verify.hpp"
#include "bench.hpp"
#include "receiver.hpp"
#include "soon.hpp"

using namespace aksis;
using namespace aksis::audit;
using namespace std::chrono_literals;

namespace {

const RetryDelays kFast{1ms, 4ms};

std::string read_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

// The last checkpoint, made now or a moment ago by the thread.
StoredCheckpoint covered(Bench& bench, Checkpointer& checkpointer) {
  REQUIRE_OK(checkpointer.make_now());
  std::optional<StoredCheckpoint> out;
  REQUIRE_OK(bench.database->read([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(last, last_checkpoint(tx));
    out = last;
    return {};
  }));
  REQUIRE(out);
  return *out;
}

int64_t checkpoints(Bench& bench) {
  return *storage::number(*bench.database, "SELECT COUNT(*) FROM core_audit_checkpoint");
}

}  // namespace

TEST_CASE("a thousand entries make a checkpoint, long before its minute") {
  Bench bench;
  Checkpointer checkpointer(*bench.database, bench.key, bench.clock);
  REQUIRE_OK(checkpointer.start({.interval = 1h, .witnesses = {}}));
  bench.fill(999);
  CHECK(checkpoints(bench) == 0);
  bench.fill(1);
  CHECK(soon([&] { return checkpoints(bench) == 1; }));
  bench.fill(2500);
  CHECK(soon([&] { return checkpoints(bench) == 2; }));
  bench.fill(1);
  checkpointer.stop();  // with a last one
  CHECK(checkpoints(bench) == 3);
  CHECK(checkpointer.status().made_at == bench.clock.at);
  CHECK(verify(*bench.database, bench.key, std::nullopt, {})->uncheckpointed == 0);
}

TEST_CASE("time makes a checkpoint, however few the entries") {
  Bench bench;
  Checkpointer checkpointer(*bench.database, bench.key, bench.clock);
  REQUIRE_OK(checkpointer.start({.interval = 5ms, .witnesses = {}}));
  for (int i = 1; i <= 3; ++i) {
    bench.fill(1);
    CHECK(soon([&] { return checkpoints(bench) == i; }));
  }
}

TEST_CASE("a file witness gets every checkpoint, also those of before it was there") {
  Bench bench;
  const auto path = bench.scratch.path("witness");
  std::string wanted;
  for (int i = 0; i < 120; ++i) {
    bench.fill(1);
    wanted += bench.checkpoint()->note;
  }
  {
    Checkpointer checkpointer(*bench.database, bench.key, bench.clock);
    REQUIRE_OK(
        checkpointer.start({.interval = 1h, .witnesses = {"file:" + path}, .delays = kFast}));
    CHECK(soon([&] { return checkpointer.status().witnesses[0].number == 120; }));
    bench.fill(1);
    wanted += covered(bench, checkpointer).note;
    CHECK(soon([&] { return checkpointer.status().witnesses[0].number == 121; }));
  }
  CHECK(read_file(path) == wanted);
  // The next start goes on behind them.
  Checkpointer checkpointer(*bench.database, bench.key, bench.clock);
  REQUIRE_OK(checkpointer.start({.interval = 1h, .witnesses = {"file:" + path}, .delays = kFast}));
  bench.fill(1);
  wanted += covered(bench, checkpointer).note;
  CHECK(soon([&] { return read_file(path) == wanted; }));
  const auto found = verify(*bench.database, bench.key, read_file(path), {});
  CHECK(found->sound());
  CHECK(found->witnessed == 122);
}

TEST_CASE("a witness that fails is asked again, counted, and holds nobody up") {
  Bench bench;
  Receiver receiver(true, [](size_t number) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                       number < 3 ? "503 Later" : "204 Kept");
  });
  const auto address = "http://127.0.0.1:" + receiver.port() + "/checkpoints";
  const auto folder = "file:" + bench.scratch.path("absent/witness");
  Checkpointer checkpointer(*bench.database, bench.key, bench.clock);
  REQUIRE_OK(checkpointer.start({.interval = 1h, .witnesses = {folder, address}, .delays = kFast}));
  bench.fill(5);
  const auto made = covered(bench, checkpointer);
  const auto posts = receiver.wait_for(4);
  CHECK(posts[3].starts_with("POST /checkpoints HTTP/1.1\r\n"));
  CHECK(posts[3].ends_with("\r\n\r\n" + made.note));
  CHECK(soon([&] { return checkpointer.status().witnesses[1].number == 1; }));
  CHECK(checkpointer.status().witnesses[1].failures >= 3);
  CHECK(checkpointer.status().witnesses[1].error.empty());
  CHECK(soon([&] { return checkpointer.status().witnesses[0].failures >= 3; }));
  CHECK(checkpointer.status().witnesses[0].number == 0);
  CHECK(checkpointer.status().witnesses[0].error.find("absent") != std::string::npos);
  bench.fill(5);
  CHECK(covered(bench, checkpointer).number == 2);
}

TEST_CASE("syslog carries checkpoints in RFC 5424's form") {
  Bench bench;
  Receiver udp(false), tcp(true);
  Checkpointer checkpointer(*bench.database, bench.key, bench.clock);
  REQUIRE_OK(checkpointer.start({.interval = 1h,
                                 .witnesses = {"syslog+udp://127.0.0.1:" + udp.port(),
                                               "syslog+tcp://127.0.0.1:" + tcp.port()},
                                 .delays = kFast}));
  bench.fill(5);
  const auto made = covered(bench, checkpointer);
  const auto datagram = udp.wait_for(1)[0], frame = tcp.wait_for(1)[0];
  CHECK(datagram.starts_with("<109>1 - "));
  CHECK(datagram.ends_with(" checkpoint - 1 5 " + to_base64(made.note)));
  CHECK(frame == fmt::format("{} {}", datagram.size(), datagram));
}

TEST_CASE("addresses that name no witness are refused") {
  for (const auto* wrong : {"", "/tmp/x", "file:relative", "ftp://h/x", "syslog+udp://host",
                            "syslog+tcp://:514", "http://elsewhere.example/x",
                            "http://localhost.example/x", "http://127.0.0.1:x@example.org/"})
    CHECK_FALSE(make_witness(wrong).ok());
  CHECK(make_witness("https://witness.example/x").ok());
  CHECK(make_witness("http://localhost:1/x").ok());
  CHECK(make_witness("syslog+tcp://[::1]:514").ok());
}
