// When clients take every place: who is answered, and what.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <deque>

#include "fixture.hpp"
#include "http/file_limit.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;

namespace {

constexpr std::string_view kProbe = "GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n";

std::string ask(Fixture& f, std::string_view bytes) {
  RawConnection connection(f.server->port());
  connection.write(bytes);
  return connection.read_all();
}

bool is_refused(const std::string& answer) {
  INFO(answer);
  CHECK(answer.find("Retry-After: 5\r\n") != std::string::npos);
  CHECK(answer.find("application/problem+json") != std::string::npos);
  CHECK(answer.find("Connection: close") != std::string::npos);
  return answer.starts_with("HTTP/1.1 503 ");
}

// `count` connections that are served, and do nothing more.
std::deque<RawConnection> fill(Fixture& f, size_t count) {
  std::deque<RawConnection> out;
  for (size_t i = 0; i < count; ++i) {
    auto& one = out.emplace_back(f.server->port());
    one.write(kProbe);
    REQUIRE(one.read_until("{\"status\":\"ok\"}").starts_with("HTTP/1.1 200 "));
  }
  return out;
}

void check_only_health_is_answered(Fixture& f, size_t places) {
  const std::string get = "GET /api/v1/items HTTP/1.1\r\nHost: h\r\nX-API-Key: test-key\r\n\r\n";
  auto taken = fill(f, places);
  for (int i = 0; i < 3; ++i) {
    for (const auto* path : {"/livez", "/readyz"}) {
      const auto answer = ask(f, "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n\r\n");
      CHECK(answer.starts_with("HTTP/1.1 200 "));
      CHECK(answer.find("Connection: close") != std::string::npos);
    }
    CHECK(is_refused(ask(f, get)));
    CHECK(is_refused(
        ask(f, "POST /api/v1/items HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")));
  }
  taken.pop_front();
  CHECK(eventually([&] {
    return ask(f,
               "GET /api/v1/items HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
               "X-API-Key: test-key\r\n\r\n")
        .starts_with("HTTP/1.1 200 ");
  }));
}

}  // namespace

TEST_CASE("when one address has taken its places, it is still told whether the server lives") {
  Options options;
  options.limits.connections_per_address = 4;
  Fixture f(std::move(options));
  check_only_health_is_answered(f, 4);
}

TEST_CASE("when all places are taken, health and the local socket are still answered") {
  Options options;
  options.limits.connections = 4;
  Fixture f(std::move(options));
  check_only_health_is_answered(f, 4);
  const auto taken = fill(f, 4);
  auto local = Client::over_socket(f.folder + "/socket");
  REQUIRE(local.ok());
  CHECK(local->send({"GET", "/api/v1/items", {}, ""})->status == 200);
  CHECK(f.server->stop().ok());
}

TEST_CASE("silent connections do not keep the reserve from a probe") {
  Options options;
  options.limits.connections = 2;
  options.limits.connections_reserved = 4;
  options.limits.probe_time = std::chrono::minutes(1);  // only the newcomer can end them
  Fixture f(std::move(options));
  const auto taken = fill(f, 2);
  std::deque<RawConnection> silent;
  for (int i = 0; i < 40; ++i) {
    silent.emplace_back(f.server->port());
    // Those beyond the reserve are closed, the oldest first, and make room.
    if (i >= 4) REQUIRE(silent[static_cast<size_t>(i) - 4].read_all().empty());
  }
  CHECK(ask(f, kProbe).starts_with("HTTP/1.1 200 "));
  const auto text = [&] {
    return Client::over_socket(f.folder + "/socket")->send({"GET", "/metrics", {}, ""})->body;
  };
  CHECK(eventually([&] { return text().find("aksis_http_connections 6\n") != std::string::npos; }));
}

TEST_CASE("who holds a reserved place without asking is timed out") {
  Options options;
  options.limits.connections = 1;
  options.limits.probe_time = std::chrono::milliseconds(100);
  Fixture f(std::move(options));
  const auto taken = fill(f, 1);
  RawConnection silent(f.server->port()), slow(f.server->port());
  slow.write("GET /livez HT");
  CHECK(silent.read_all().empty());
  CHECK(slow.read_all().starts_with("HTTP/1.1 408 "));
}

TEST_CASE("connections fit into the files that the system allows") {
  Limits limits;
  limits.connections = 4096;
  CHECK(within_files(limits, files_wanted(limits)).connections == 4096);
  CHECK(within_files(limits, files_wanted(limits) - 1000).connections == 3096);
  CHECK(within_files(limits, 0).connections == 16);

  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit low{256, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  {
    Options options;
    options.limits.connections = 1000;
    const auto wanted = std::min<rlim_t>(files_wanted(options.limits), before.rlim_max);
    Fixture f(std::move(options));
    rlimit now{};
    CHECK(::getrlimit(RLIMIT_NOFILE, &now) == 0);
    CHECK(now.rlim_cur == wanted);
  }
  CHECK(::setrlimit(RLIMIT_NOFILE, &before) == 0);
}
