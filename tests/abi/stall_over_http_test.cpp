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

int status_of(const std::string& socket, const std::string& operation) {
  auto client = http::Client::over_socket(socket);
  REQUIRE(client.ok());
  client->set_timeout(std::chrono::seconds(20));
  const auto answer = client->send(
      {"POST", "/local/operations/" + operation, {{"Content-Type", "application/json"}}, "{}"});
  INFO((answer.ok() ? "" : answer.error().message));
  REQUIRE(answer.ok());
  return answer->status;
}

}  // namespace

TEST_CASE("callers of a handler that stalls get 504 at its deadline, and the server lives") {
  TestHost host;
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  REQUIRE(host.load().ok());
  http::Options options;
  options.socket_path = host.folder.path("socket");
  options.upload_folder = host.folder.path();
  options.authenticate = [](const http::Credentials&) -> Result<operations::Principal> {
    return Error{Code::unauthenticated, "nobody", {}};
  };
  Stderr quiet;
  auto server = http::Server::start(*host.registry, options);
  INFO((server.ok() ? "" : server.error().message));
  REQUIRE(server.ok());
  CHECK(status_of(options.socket_path, "misbehaves.stalls") == 504);
  CHECK(status_of(options.socket_path, "misbehaves.fine") == 200);
  CHECK(status_of(options.socket_path, "misbehaves.throws") == 500);
  CHECK(status_of(options.socket_path, "misbehaves.garbage_status") == 500);
  CHECK(status_of(options.socket_path, "misbehaves.fine") == 200);
  fixture_interface(host.folder.path("modules/misbehaves/libaksis_misbehaves.so"),
                    "misbehaves.release/1");
  CHECK((*server)->stop().ok());
}
