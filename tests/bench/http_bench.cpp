// A read by id over HTTP: our server, registry and storage, beside a minimal Beast server with a
// bare prepared SQLite statement in the same run.
// Usage: http_bench [--json FILE] [--seconds N]
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "figures.hpp"
#include "http/server.hpp"
#include "http_minimal_server.hpp"
#include "storage/database.hpp"

namespace {

using namespace aksis;
using Steady = std::chrono::steady_clock;

constexpr int kRows = 20'000;
constexpr int kRounds = 3;  // the two take turns, and the median counts: the machine is shared
constexpr size_t kLoadThreads = 2;
constexpr const char* kSelect = "SELECT person, data FROM t WHERE id = $1";

using bench::require;

// One keep-alive connection that asks for row after row.
class Caller {
 public:
  Caller(uint16_t port, int seed) : handle_(::socket(AF_INET, SOCK_STREAM, 0)), row_(seed) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    require(::connect(handle_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0,
            "cannot connect");
    const int on = 1;
    ::setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  Caller(Caller&& other) noexcept : handle_(std::exchange(other.handle_, -1)), row_(other.row_) {}
  ~Caller() {
    if (handle_ >= 0) ::close(handle_);
  }

  void ask() {
    row_ = (row_ * 7919 + 1) % kRows;
    const auto bytes =
        "GET /api/v1/rows/" + std::to_string(row_) + " HTTP/1.1\r\nHost: h\r\nX-API-Key: k\r\n\r\n";
    require(::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(bytes.size()),
            "cannot send");
  }

  void hear() {
    size_t size = 0;
    char* end = nullptr;
    while (!end || size < length_) {
      const auto got = ::recv(handle_, block_ + size, sizeof(block_) - 1 - size, 0);
      require(got > 0, "the connection ended");
      size += static_cast<size_t>(got);
      block_[size] = 0;
      if (!end && (end = std::strstr(block_, "\r\n\r\n"))) {
        require(std::strncmp(block_, "HTTP/1.1 200", 12) == 0, block_);
        const auto* field = std::strstr(block_, "Content-Length: ");
        length_ = static_cast<size_t>(end + 4 - block_) + std::strtoul(field + 16, nullptr, 10);
      }
    }
  }

 private:
  int handle_, row_;
  size_t length_ = 0;
  char block_[4096];
};

// Requests a second over `connections`, each with one request under way at a time.
double load(uint16_t port, size_t connections, double seconds) {
  std::atomic<bool> stop = false;
  std::atomic<uint64_t> answered = 0;
  std::vector<std::thread> threads;
  const auto count = std::min(connections, kLoadThreads);
  for (size_t t = 0; t < count; ++t)
    threads.emplace_back([&, t] {
      std::vector<Caller> callers;
      for (size_t i = t; i < connections; i += count)
        callers.emplace_back(port, static_cast<int>(i * 31));
      for (auto& caller : callers) caller.ask();
      uint64_t mine = 0;
      while (!stop)
        for (auto& caller : callers) {
          caller.hear();
          caller.ask();
          ++mine;
        }
      for (auto& caller : callers) caller.hear();
      answered += mine;
    });
  const auto begun = Steady::now();
  std::this_thread::sleep_until(begun + std::chrono::duration<double>(seconds));
  stop = true;
  for (auto& thread : threads) thread.join();
  return static_cast<double>(answered) /
         std::chrono::duration<double>(Steady::now() - begun).count();
}

void fill(storage::Database& database) {
  const auto done = database.write(
      [](storage::Transaction& tx) -> Status {
        AKSIS_TRY(
            tx.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, person TEXT NOT NULL, "
                       "data TEXT NOT NULL)",
                       {}));
        for (int64_t i = 0; i < kRows; ++i)
          AKSIS_TRY(tx.execute("INSERT INTO t (id, person, data) VALUES ($1, $2, $3)",
                               {i, std::string_view("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"),
                                std::string_view(R"({"skill":"104422","level":3})")}));
        return {};
      },
      nullptr, true);
  require(done.ok(), done ? "" : done.error().message);
}

operations::Operation read_operation(storage::Database& database) {
  operations::Operation out;
  out.id = "rows.read";
  out.module = "bench";
  out.method = "GET";
  out.path = "/rows/{row}";
  out.permission = "rows.read";
  out.input_schema = R"({"type":"object","required":["row"],
      "properties":{"row":{"type":"integer","minimum":0}}})";
  out.handler = [&database](operations::Call& call) {
    return database.read([&](storage::Transaction& tx) {
      return tx.query(kSelect, {json::integer(call.input(), "row")},
                      [&](const storage::Row& row) -> Status {
                        json::Writer answer;
                        answer.object().member("person", row.text(0)).key("data");
                        call.respond(answer.raw(row.text(1)).end().text());
                        return {};
                      });
    });
  };
  return out;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** words) {
  const auto* seconds_asked = bench::option(count, words, "--seconds");
  const double seconds = seconds_asked ? std::atof(seconds_asked) : 2;
  std::string folder = (std::filesystem::temp_directory_path() / "aksis-http-XXXXXX").string();
  require(::mkdtemp(folder.data()) != nullptr, "no temporary folder");
  {
    storage::Options at;
    at.path = folder + "/bench.db";
    auto database = storage::Database::open(at);
    require(database.ok(), database ? "" : database.error().message);
    fill(**database);
    const auto copied = (*database)->backup_to(folder + "/bare.db", [](int, int) { return true; });
    require(copied.ok(), copied ? "" : copied.error().message);
    SystemClock clock;
    operations::Registry registry(clock);
    require(registry.add(read_operation(**database)).ok(), "the operation is refused");
    http::Options options;
    options.authenticate = [](const http::Credentials& given) -> Result<operations::Principal> {
      if (given.key != "k") return Error{Code::unauthenticated, "no", {}};
      return operations::Principal{"key:bench", false, {"*"}};
    };
    auto server = http::Server::start(registry, options);
    require(server.ok(), server ? "" : server.error().message);
    bench::MinimalServer minimal(folder + "/bare.db", kSelect);
    std::vector<bench::Figure> lines;
    for (const size_t connections : {1, 32}) {
      std::vector<double> ours, limit;
      for (int round = 0; round < kRounds; ++round) {
        limit.push_back(load(minimal.port(), connections, seconds / kRounds));
        ours.push_back(load((*server)->port(), connections, seconds / kRounds));
      }
      lines.push_back({"http: read by id, " + std::to_string(connections) + " connections",
                       median(ours), "requests/s", median(limit)});
    }
    bench::report(lines, count, words);
  }
  std::filesystem::remove_all(folder);
}
