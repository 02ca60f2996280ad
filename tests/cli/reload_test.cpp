// SIGHUP: the configuration and the certificate are read again, and the server goes on.
#include <openssl/ssl.h>
#include <signal.h>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "../unit/http/certificate.hpp"
#include "program.hpp"

using namespace aksis::test;
using aksis::http::test::make_certificate;
using aksis::http::test::over_tls;
using Catch::Contains;

namespace {

const std::string kGet = "GET /readyz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

struct Serving {
  explicit Serving(const Folder& in)
      : folder(in),
        program(
            {"serve", "--create", "--data", in.path("data"), "--config", in.path("aksis.toml")}) {
    const auto line = program.line();
    const auto url = line.substr(0, line.find(" setup="));
    INFO(line);
    REQUIRE(url.starts_with("ready https://"));
    port = static_cast<uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }
  long serial() const {
    const auto answer = over_tls(port, TLS1_3_VERSION, kGet);
    CHECK_THAT(answer.bytes, Contains("{\"status\":\"ok\"}"));
    return answer.serial;
  }
  // Whether the running server's modules come to say `text` of their settings.
  bool weights_say(const std::string& text) const {
    for (int i = 0; i < 100; ++i)
      if (run({"weights", "--json", "--data", folder.path("data")}).out.find(text) !=
          std::string::npos)
        return true;
    return false;
  }
  const Folder& folder;
  Program program;
  uint16_t port = 0;
};

void configure(const Folder& folder, const std::string& certificate, const std::string& more) {
  folder.write("aksis.toml", fmt::format("[server]\nport = 0\ntls_certificate = \"{0}.pem\"\n"
                                         "tls_key = \"{0}.key\"\n{1}",
                                         certificate, more));
}

}  // namespace

TEST_CASE("SIGHUP takes a new certificate, and keeps the old one when the new one is bad") {
  const Folder folder;
  make_certificate(folder.root, "site", {.serial = 1});
  configure(folder, "site", "");
  Serving serving(folder);
  CHECK(serving.serial() == 1);

  make_certificate(folder.root, "site", {.serial = 2});
  serving.program.signal(SIGHUP);
  REQUIRE(serving.program.says("new connections get the certificate"));
  CHECK(serving.serial() == 2);

  folder.write("site.pem", "not a certificate");
  serving.program.signal(SIGHUP);
  REQUIRE(serving.program.says("the certificate stays as it was: the certificate"));
  CHECK(serving.serial() == 2);

  make_certificate(folder.root, "other", {.serial = 3});
  CHECK(serving.weights_say(R"("skills":300)"));
  configure(folder, "other",
            "keep_alive_s = 7\n[modules.matching.weights.parts]\nskills = 299\noccupation = 251\n");
  serving.program.signal(SIGHUP);
  REQUIRE(serving.program.says("wait for a restart: server.keep_alive_s"));
  CHECK(serving.serial() == 3);
  CHECK(serving.weights_say(R"("skills":299)"));

  folder.write("aksis.toml", "[server]\nprot = 1\n");
  serving.program.signal(SIGHUP);
  REQUIRE(serving.program.says("the configuration stays as it was: "));
  CHECK(serving.serial() == 3);

  folder.write("aksis.toml", "[server]\nport = 0\n");
  serving.program.signal(SIGHUP);
  REQUIRE(serving.program.says("restart to serve plain HTTP"));
  CHECK(serving.serial() == 3);
  serving.program.signal(SIGTERM);
  CHECK(serving.program.wait().code == 0);
}
