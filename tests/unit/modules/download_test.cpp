// What a download follows, against servers on loopback that answer as they are told.
#include "modules/download.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "receiver.hpp"

using namespace aksis;
using namespace aksis::modules;
using audit::Receiver;

namespace {

std::string moved_to(const std::string& address) {
  return fmt::format(
      "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 5\r\n"
      "Connection: close\r\n\r\nmoved",
      address);
}

std::string file(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                     body.size(), body);
}

std::string at(const Receiver& server, const std::string& path) {
  return fmt::format("http://127.0.0.1:{}{}", server.port(), path);
}

Result<std::string> fetch(const std::string& address, const std::string& allowed) {
  return download(
      address, "", {1 << 20, std::chrono::seconds(20)},
      [&](const std::string& hop) { return hop.starts_with(allowed); }, [] { return false; });
}

std::string take(const Result<std::string>& path) {
  REQUIRE(path.ok());
  std::ifstream in(*path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::filesystem::remove(*path);
  return bytes;
}

}  // namespace

TEST_CASE("a download follows redirections to allowed addresses only") {
  Receiver elsewhere(true, [](size_t) { return file("not for here"); });
  SECTION("within what is allowed, also by a relative address") {
    Receiver server(true,
                    [](size_t n) { return n == 0 ? moved_to("/files/rome.zip") : file("rome"); });
    CHECK(take(fetch(at(server, "/old"), at(server, "/"))) == "rome");
    CHECK(server.wait_for(2)[1].starts_with("GET /files/rome.zip "));
  }
  SECTION("to another server, to a path beside, to another scheme") {
    for (const auto& target : {at(elsewhere, "/rome.zip"), std::string("/private/rome.zip"),
                               std::string("file:///etc/passwd"), std::string("//127.0.0.2/x")}) {
      Receiver server(true, [&](size_t) { return moved_to(target); });
      const auto refused = fetch(at(server, "/files/old"), at(server, "/files/"));
      INFO(target);
      REQUIRE_FALSE(refused.ok());
      CHECK(refused.error().code == Code::forbidden);
      CHECK(refused.error().message.find("sends on to") != std::string::npos);
      CHECK(server.wait_for(1).size() == 1);
    }
  }
  SECTION("the second hop is held against the addresses as the first") {
    Receiver server(true, [&](size_t n) {
      return moved_to(n == 0 ? std::string("/second") : at(elsewhere, "/rome.zip"));
    });
    CHECK(fetch(at(server, "/first"), at(server, "/")).error().code == Code::forbidden);
  }
  SECTION("a circle ends") {
    Receiver server(true, [](size_t) { return moved_to("/again"); });
    const auto refused = fetch(at(server, "/"), at(server, "/"));
    CHECK(refused.error().code == Code::busy);
    CHECK(server.wait_for(6).size() == 6);
  }
}
