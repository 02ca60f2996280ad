// TLS: what is offered, and certificates that change while the server runs.
#include <openssl/ssl.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/identity.hpp"
#include "certificate.hpp"
#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;

namespace {

const std::string kGet = "GET /livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
const std::string kGetMore = "GET /livez HTTP/1.1\r\nHost: h\r\n\r\n";
const std::string kOk = R"({"status":"ok"})";

struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("aksis-tls-" + random_hex(8))) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Tls make(const std::string& name, const CertificateFacts& facts = {}) const {
    const auto files = make_certificate(path, name, facts);
    return {files.certificate, files.key, false};
  }
  std::string path;
};

Options with(const Tls& tls) {
  Options options;
  options.tls = tls;
  return options;
}

long serial_shown(Fixture& f) {
  return over_tls(f.server->port(), TLS1_3_VERSION, kGet).serial;
}

std::string refusal(Fixture& f, const Tls& tls) {
  const auto renewed = f.server->renew_certificate(tls);
  return renewed ? "" : renewed.error().message;
}

bool contains(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("TLS 1.3 by default, 1.2 when allowed, nothing older, nothing plain") {
  const Folder folder;
  const auto tls = folder.make("a");
  {
    Fixture f(with(tls));
    const auto answer = over_tls(f.server->port(), TLS1_3_VERSION, kGet).bytes;
    CHECK(answer.starts_with("HTTP/1.1 200 "));
    CHECK(contains(answer, "Strict-Transport-Security"));
    CHECK(over_tls(f.server->port(), TLS1_2_VERSION, kGet).bytes.empty());
    RawConnection plain(f.server->port());
    plain.write(kGet);
    CHECK_FALSE(contains(plain.read_all(), "HTTP/1.1 200"));
    CHECK(f.server->url().starts_with("https://"));
  }
  auto older = with(tls);
  older.tls->allow_1_2 = true;
  Fixture f(std::move(older));
  CHECK(over_tls(f.server->port(), TLS1_2_VERSION, kGet).bytes.starts_with("HTTP/1.1 200 "));
  CHECK(over_tls(f.server->port(), TLS1_1_VERSION, kGet).bytes.empty());
}

TEST_CASE("a client that speaks HTTP/1.1 is served, one that speaks something else is not") {
  const Folder folder;
  Fixture f(with(folder.make("a")));
  const auto speaking = [&](const std::string& protocols) {
    return over_tls(f.server->port(), TLS1_3_VERSION, kGet, protocols).bytes;
  };
  CHECK(speaking("\x02h2\x08http/1.1").ends_with(kOk));
  CHECK(speaking("").ends_with(kOk));
  CHECK(speaking("\x04imap").empty());
}

TEST_CASE("a server does not start with a certificate or key that cannot be used") {
  const Folder folder;
  const auto a = folder.make("a"), b = folder.make("b"), rsa = folder.make("rsa", {.rsa = true});
  Fixture f;
  const auto refused = [&](const Tls& tls) {
    const auto started = Server::start(f.registry, with(tls));
    return started ? std::string() : started.error().message;
  };
  CHECK(contains(refused({folder.path + "/absent.pem", a.key_path, false}), "/absent.pem"));
  CHECK(contains(refused({a.certificate_path, b.key_path, false}), b.key_path));
  CHECK(contains(refused({a.certificate_path, rsa.key_path, false}), "key of another certificate"));
  // One that is over is served, with a line in the log: the alternative is nothing.
  CHECK(Server::start(f.registry, with(folder.make("old", {.until_s = -60}))).ok());
}

TEST_CASE("a new certificate is for new connections; those that are open go on") {
  const Folder folder;
  const auto first = folder.make("first", {.serial = 1});
  Fixture f(with(first));
  TlsConnection open(f.server->port());
  REQUIRE(open.ok());
  CHECK(contains(open.ask(kGetMore, kOk), kOk));
  CHECK(serial_shown(f) == 1);
  REQUIRE(refusal(f, folder.make("second", {.serial = 2, .rsa = true})).empty());
  CHECK(serial_shown(f) == 2);
  CHECK(contains(open.ask(kGetMore, kOk), kOk));
  // The same files with another content, as a renewal leaves them.
  REQUIRE(refusal(f, folder.make("second", {.serial = 3})).empty());
  CHECK(serial_shown(f) == 3);
}

TEST_CASE("a new certificate that cannot be used is refused with a sentence; the old one stays") {
  const Folder folder;
  const auto good = folder.make("good", {.serial = 7});
  Fixture f(with(good));
  const auto other = folder.make("other", {.serial = 8});
  const auto broken = folder.path + "/broken.pem";
  std::ofstream(broken) << "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n";
  CHECK(contains(refusal(f, {broken, good.key_path, false}), broken));
  CHECK(contains(refusal(f, {good.certificate_path, broken, false}), "the key " + broken));
  CHECK(contains(refusal(f, {good.certificate_path, other.key_path, false}), other.key_path));
  CHECK(contains(refusal(f, {other.certificate_path, folder.path + "/absent", false}), "/absent"));
  CHECK(contains(refusal(f, folder.make("old", {.from_s = -7200, .until_s = -60})), "ended on 2"));
  CHECK(contains(refusal(f, folder.make("early", {.from_s = 60})), "is valid from 2"));
  CHECK(serial_shown(f) == 7);
  Fixture plain;
  CHECK(contains(refusal(plain, good), "restart"));
}

TEST_CASE("certificates change under connections that come and go") {
  const Folder folder;
  const auto one = folder.make("one", {.serial = 1}), two = folder.make("two", {.serial = 2});
  Fixture f(with(one));
  std::atomic<bool> done = false;
  std::atomic<int> answered = 0, failed = 0;
  std::thread client([&] {
    while (!done) {
      const auto answer = over_tls(f.server->port(), TLS1_3_VERSION, kGet);
      const bool good = answer.bytes.ends_with(kOk) && (answer.serial == 1 || answer.serial == 2);
      ++(good ? answered : failed);
    }
  });
  int renewed = 0;
  CHECK(eventually([&] {
    if (f.server->renew_certificate(renewed % 2 ? one : two)) ++renewed;
    return answered >= 30;
  }));
  done = true;
  client.join();
  CHECK(failed == 0);
  CHECK(renewed > 1);
}

TEST_CASE("when every place is taken, health is answered over TLS too") {
  const Folder folder;
  auto options = with(folder.make("a"));
  options.limits.connections = 1;
  Fixture f(std::move(options));
  TlsConnection taken(f.server->port());
  REQUIRE(taken.ok());
  CHECK(contains(taken.ask(kGetMore, kOk), kOk));
  CHECK(over_tls(f.server->port(), TLS1_3_VERSION, kGet).bytes.ends_with(kOk));
  const auto refused =
      over_tls(f.server->port(), TLS1_3_VERSION, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").bytes;
  CHECK(refused.starts_with("HTTP/1.1 503 "));
}
