// A module whose handler never returns, behind the real server: its callers get 504 at the
// deadline, the others their answers.
#include <catch2/catch.hpp>

#include "http/client.hpp"
#include "http/server.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

http::Answer answer_of(const std::string& socket, const std::string& operation) {
  auto client = http::Client::over_socket(socket);
  REQUIRE(client.ok());
  client->set_timeout(std::chrono::seconds(20));
  auto answer = client->send(
      {"POST", "/local/operations/" + operation, {{"Content-Type", "application/json"}}, "{}"});
  INFO((answer.ok() ? "" : answer.error().message));
  REQUIRE(answer.ok());
  return std::move(answer).value();
}

int status_of(const std::string& socket, const std::string& operation) {
  return answer_of(socket, operation).status;
}

http::Options options_of(const TestHost& host) {
  http::Options options;
  options.socket_path = host.folder.path("socket");
  options.upload_folder = host.folder.path();
  options.authenticate = [](const http::Credentials&) -> Result<operations::Principal> {
    return Error{Code::unauthenticated, "nobody", {}};
  };
  return options;
}

void release(const TestHost& host) {
  fixture_interface(host.folder.path("modules/misbehaves/libaksis_misbehaves.so"),
                    "misbehaves.release/1");
}

}  // namespace

TEST_CASE("callers of a handler that stalls get 504 at its deadline, and the server lives") {
  TestHost host;
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  REQUIRE(host.load().ok());
  const auto options = options_of(host);
  Stderr quiet;
  auto server = http::Server::start(*host.registry, options);
  INFO((server.ok() ? "" : server.error().message));
  REQUIRE(server.ok());
  CHECK(status_of(options.socket_path, "misbehaves.stalls") == 504);
  CHECK(status_of(options.socket_path, "misbehaves.fine") == 200);
  CHECK(status_of(options.socket_path, "misbehaves.throws") == 500);
  CHECK(status_of(options.socket_path, "misbehaves.garbage_status") == 500);
  CHECK(status_of(options.socket_path, "misbehaves.fine") == 200);
  release(host);
  CHECK((*server)->stop().ok());
}

TEST_CASE("a module that stalls holds its share of the workers, and another module answers") {
  TestHost host;
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  host.folder.add_fixture("frozen", "modules/frozen");
  host.options.calls_max = 2;
  REQUIRE(host.load().ok());
  auto options = options_of(host);
  options.limits.workers = 3;
  Stderr quiet;
  auto server = http::Server::start(*host.registry, options);
  REQUIRE(server.ok());
  const auto& socket = options.socket_path;
  CHECK(status_of(socket, "misbehaves.stalls") == 504);
  CHECK(status_of(socket, "misbehaves.stalls") == 504);
  // Two of three workers hang; a third stalling call would take the last.
  for (const auto* operation : {"misbehaves.stalls", "misbehaves.fine"}) {
    const auto refused = answer_of(socket, operation);
    CHECK(refused.status == 503);
    CHECK(refused.headers.contains("retry-after"));
    CHECK_THAT(refused.body, Contains("misbehaves") && Contains("workers_percent_max"));
    CHECK(status_of(socket, "frozen.echo") == 200);
  }
  release(host);
  int status = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (status != 200 && std::chrono::steady_clock::now() < end)
    status = status_of(socket, "misbehaves.fine");
  CHECK(status == 200);
  CHECK((*server)->stop().ok());
}
