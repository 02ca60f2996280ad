// What a careless or hostile client meets.
#include <catch2/catch.hpp>
#include <filesystem>
#include <future>

#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;
using std::chrono::milliseconds;

namespace {

std::string raw(Fixture& f, std::string_view bytes) {
  RawConnection connection(f.server->port());
  connection.write(bytes);
  return connection.read_all();
}

std::string with_key(std::string_view first_line, std::string_view rest) {
  return std::string(first_line) + "\r\nHost: h\r\nX-API-Key: " + kKey + "\r\n" + std::string(rest);
}

bool starts(std::string_view text, std::string_view start) {
  INFO(text.substr(0, 300));
  return text.starts_with(start);
}

}  // namespace

TEST_CASE("requests that two servers could read differently are refused and the connection ends") {
  Fixture f;
  const std::string smuggled[] = {
      with_key("POST /api/v1/items HTTP/1.1",
               "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
      with_key("POST /api/v1/items HTTP/1.1", "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
      with_key("POST /api/v1/items HTTP/1.1", "Content-Length: 2, 2\r\n\r\n{}"),
      with_key("POST /api/v1/items HTTP/1.1", "Content-Length: +2\r\n\r\n{}"),
      with_key("POST /api/v1/items HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n\r\n"),
      with_key("GET /api/v1/items HTTP/1.1", "X-A: 1\r\n folded\r\n\r\n"),
      with_key("GET /api/v1/items HTTP/1.1", "X-A: 1\nX-B: 2\r\n\r\n"),
      with_key("GET /api/v1/items HTTP/1.1", "X-A: 1\rX-B: 2\r\n\r\n"),
      with_key("GET /api/v1/items HTTP/1.1", "X-A : 1\r\n\r\n"),
      with_key("GET /api/v1/items HTTP/1.1", "Host: other\r\n\r\n"),
      with_key("GET http://other/api/v1/items HTTP/1.1", "\r\n"),
      "GET /livez HTTP/1.1\nHost: h\n\n",
      "GET /livez HTTP/1.1\r\n\r\n",
      "GET livez HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /livez HTTP/9.9\r\nHost: h\r\n\r\n",
      "\x16\x03\x01 this is TLS\r\n\r\n",
  };
  for (const auto& bytes : smuggled) {
    const auto answer = raw(f, bytes);
    INFO(bytes);
    CHECK(starts(answer, "HTTP/1.1 400 "));
    CHECK(answer.find("Connection: close") != std::string::npos);
    CHECK(answer.find("application/problem+json") != std::string::npos);
  }
  CHECK(starts(raw(f, "GET http://h/livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
               "HTTP/1.1 200 "));
}

TEST_CASE("a field that says one thing is taken once: two of them are never one of them") {
  Fixture f;
  const std::string twice[] = {"Authorization: Bearer " + std::string(kKey),
                               "X-API-Key: other",
                               "Content-Type: application/json",
                               "Idempotency-Key: k",
                               "If-Match: \"v1\"",
                               "Cookie: a=b",
                               "X-Request-Id: r",
                               "Last-Event-ID: 1"};
  for (const auto& field : twice) {
    INFO(field);
    const auto name = field.substr(0, field.find(':'));
    const auto answer = raw(f, "GET /api/v1/items HTTP/1.1\r\nHost: h\r\n" + field +
                                   "\r\nAccept: " + "*/*\r\n" + field + "\r\n\r\n");
    CHECK(starts(answer, "HTTP/1.1 400 "));
    CHECK(answer.find(name + " stands 2 times; send it once") != std::string::npos);
  }
  const auto both = raw(f, with_key("GET /api/v1/items HTTP/1.1",
                                    "Authorization: Bearer other\r\nConnection: close\r\n\r\n"));
  CHECK(starts(both, "HTTP/1.1 400 "));
  CHECK(both.find("both name a caller") != std::string::npos);
}

TEST_CASE("fields that are lists may come in several lines, and all of them count") {
  Fixture f;
  const auto etag = f.get("/api/v1/items/a").headers.at("etag");
  const auto same = f.send(
      request("GET", "/api/v1/items/a", "", {{"If-None-Match", "\"x\""}, {"If-None-Match", etag}}));
  CHECK(same.status == 304);
}

TEST_CASE("pipelined requests are answered in order") {
  Fixture f;
  std::string requests;
  for (int i = 0; i < 20; ++i)
    requests += with_key("GET /api/v1/items/" + std::to_string(i) + " HTTP/1.1",
                         i == 19 ? "Connection: close\r\n\r\n" : "\r\n");
  const auto answers = raw(f, requests);
  size_t at = 0;
  for (int i = 0; i < 20; ++i) {
    at = answers.find("{\"item\":\"" + std::to_string(i) + "\"", at);
    REQUIRE(at != std::string::npos);
  }
}

TEST_CASE("a body in chunks, byte by byte, and blank lines before a request") {
  Fixture f;
  RawConnection connection(f.server->port());
  const auto bytes = "\r\n" + with_key("POST /api/v1/items HTTP/1.1",
                                       "Content-Type: application/json\r\nConnection: close\r\n"
                                       "Transfer-Encoding: chunked\r\n\r\n"
                                       "3;x=y\r\n{\"n\r\n8\r\name\":\"b\"\r\n1\r\n}\r\n0\r\n\r\n");
  for (const char c : bytes) connection.write({&c, 1});
  CHECK(starts(connection.read_all(), "HTTP/1.1 200 "));
  CHECK(starts(raw(f, with_key("POST /api/v1/items HTTP/1.1",
                               "Content-Type: application/json\r\n"
                               "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")),
               "HTTP/1.1 400 "));
}

TEST_CASE("fields after a body are passed over; lines between chunks have an end") {
  Fixture f;
  const auto chunked = [&](const std::string& body) {
    return raw(f, with_key("POST /api/v1/items HTTP/1.1",
                           "Content-Type: application/json\r\nConnection: close\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n" +
                               body));
  };
  CHECK(starts(
      chunked("2\r\n{}\r\n0\r\nIdempotency-Key: " + std::string(300, 'k') + "\r\nX-B: c\r\n\r\n"),
      "HTTP/1.1 200 "));
  CHECK(starts(chunked("2;" + std::string(40'000, 'x')), "HTTP/1.1 400 "));
}

TEST_CASE("HTTP/1.0 is served and closed") {
  Fixture f;
  const auto answer = raw(f, "GET /livez HTTP/1.0\r\n\r\n");
  CHECK(starts(answer, "HTTP/1.1 200 "));
  CHECK(answer.ends_with(R"({"status":"ok"})"));
}

TEST_CASE("a large head is refused, whole or not") {
  Fixture f;
  const std::string large(20'000, 'a');
  CHECK(starts(raw(f, "GET /livez HTTP/1.1\r\nHost: h\r\nX: " + large + "\r\n\r\n"),
               "HTTP/1.1 431 "));
  CHECK(starts(raw(f, "GET /" + large), "HTTP/1.1 431 "));
  CHECK(starts(raw(f, "GET /" + large.substr(0, 9'000) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
               "HTTP/1.1 400 "));
}

TEST_CASE("a large body is refused whether its length was said or not") {
  Options options;
  options.limits.body_bytes = 1000;
  Fixture f(std::move(options));
  const std::string json = "Content-Type: application/json\r\n";
  CHECK(starts(raw(f, with_key("POST /api/v1/items HTTP/1.1",
                               json + "Content-Length: 1000000000000\r\n\r\n{")),
               "HTTP/1.1 413 "));
  CHECK(starts(raw(f, with_key("POST /api/v1/items HTTP/1.1",
                               json + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                                   std::string(2000, ' ') + "\r\n0\r\n\r\n")),
               "HTTP/1.1 413 "));
  CHECK(starts(raw(f, with_key("POST /api/v1/items HTTP/1.1",
                               json + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n")),
               "HTTP/1.1 413 "));
  RawConnection asking(f.server->port());
  asking.write(
      with_key("POST /api/v1/items HTTP/1.1", json + "Expect: 100-continue\r\nConnection: close\r\n"
                                                     "Content-Length: 2\r\n\r\n"));
  CHECK(starts(asking.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n"));
  asking.write("{}");
  CHECK(starts(asking.read_all(), "HTTP/1.1 200 "));
}

TEST_CASE("slow heads, slow bodies and idle connections end") {
  Options options;
  options.limits.header_time = milliseconds(200);
  options.limits.body_grace = milliseconds(200);
  options.limits.body_bytes_per_second = 1'000'000;
  options.limits.keep_alive = milliseconds(200);
  Fixture f(std::move(options));
  RawConnection slow_head(f.server->port()), slow_body(f.server->port()), idle(f.server->port()),
      silent(f.server->port());
  slow_head.write("GET /livez HTTP/1.1\r\nHos");
  slow_body.write(with_key("POST /api/v1/items HTTP/1.1",
                           "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
  idle.write("GET /livez HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(starts(slow_head.read_all(), "HTTP/1.1 408 "));
  CHECK(starts(slow_body.read_all(), "HTTP/1.1 408 "));
  CHECK(starts(idle.read_all(), "HTTP/1.1 200 "));
  CHECK(silent.read_all().empty());
}

TEST_CASE("a full queue answers 503 at once; reads that are short go on") {
  Options options;
  options.limits.workers = 1;
  options.limits.requests_queued = 1;
  Fixture f(std::move(options));
  for (int i = 0; i < 20; ++i) CHECK(f.get("/api/v1/items").status == 200);
  RawConnection running(f.server->port()), queued(f.server->port());
  const auto slow = with_key("POST /api/v1/slow HTTP/1.1", "Connection: close\r\n\r\n");
  running.write(slow);
  REQUIRE(eventually([&] { return f.waiting == 1; }));
  queued.write(slow);
  REQUIRE(eventually(
      [&] { return f.get("/metrics").body.find("aksis_http_queued 1") != std::string::npos; }));
  const auto refused = f.send(request("POST", "/api/v1/slow"));
  CHECK(refused.status == 503);
  CHECK(refused.headers.at("retry-after") == "1");
  CHECK(f.get("/api/v1/items").status == 200);
  for (const auto* health : {"/livez", "/readyz"}) CHECK(f.get(health).status == 200);
  f.gate.open();
  CHECK(starts(running.read_all(), "HTTP/1.1 200 "));
  CHECK(starts(queued.read_all(), "HTTP/1.1 200 "));
}

TEST_CASE("a client that goes away stops its operation and leaves no upload behind") {
  Fixture f;
  {
    RawConnection gone(f.server->port());
    gone.write(with_key("POST /api/v1/count HTTP/1.1",
                        "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n"
                        R"({"wait":true})"));
    REQUIRE(eventually([&] { return f.waiting == 1; }));
  }
  CHECK(eventually([&] { return f.stopped == 1; }));
  {
    RawConnection gone(f.server->port());
    gone.write(with_key("POST /api/v1/items/import HTTP/1.1",
                        "Content-Type: text/csv\r\nContent-Length: 2000000\r\n\r\nabc"));
    REQUIRE(eventually(
        [&] { return std::distance(std::filesystem::directory_iterator(f.folder), {}) == 2; }));
  }
  CHECK(eventually(
      [&] { return std::distance(std::filesystem::directory_iterator(f.folder), {}) == 1; }));
}

TEST_CASE("an operation beyond its deadline is answered for and told to stop") {
  Fixture f;
  const auto answer = f.get("/api/v1/stuck");
  CHECK(answer.status == 504);
  CHECK(answer.body.find("slow.stuck did not end in its 50 ms") != std::string::npos);
  CHECK(eventually([&] { return f.stopped == 1; }));
}

TEST_CASE("a stop lets what runs end, refuses what comes, and then nothing listens") {
  Fixture f;
  RawConnection running(f.server->port()), idle(f.server->port());
  running.write(with_key("POST /api/v1/slow HTTP/1.1", "\r\n"));
  REQUIRE(eventually([&] { return f.waiting == 1; }));
  const auto port = f.server->port();
  auto stopping = std::async(std::launch::async, [&] { return f.server->stop().ok(); });
  CHECK(idle.read_all().empty());
  f.gate.open();
  const auto answer = running.read_all();
  CHECK(starts(answer, "HTTP/1.1 200 "));
  CHECK(answer.find("Connection: close") != std::string::npos);
  CHECK(stopping.get());
  CHECK_FALSE(Client::over_tcp("127.0.0.1", port).ok());
  CHECK_FALSE(std::filesystem::exists(f.folder + "/socket"));
}

TEST_CASE("what does not end in the time of a stop is cut and told to stop") {
  Options options;
  options.limits.drain = milliseconds(100);
  Fixture f(std::move(options));
  RawConnection running(f.server->port());
  running.write(with_key("POST /api/v1/count HTTP/1.1",
                         "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n"
                         R"({"wait":true})"));
  REQUIRE(eventually([&] { return f.waiting == 1; }));
  CHECK(f.server->stop().ok());
  CHECK(f.stopped == 1);
  CHECK(running.read_all().empty());
}

TEST_CASE("a port or socket in use is named with the fix") {
  Fixture f;
  Options options;
  options.port = f.server->port();
  auto second = Server::start(f.registry, options);
  REQUIRE_FALSE(second.ok());
  const auto& why = second.error().message;
  CHECK(why.find("127.0.0.1:" + std::to_string(options.port)) != std::string::npos);
  CHECK(why.find("server.port") != std::string::npos);
  Options same_socket;
  same_socket.socket_path = f.folder + "/socket";
  auto third = Server::start(f.registry, same_socket);
  REQUIRE_FALSE(third.ok());
  CHECK(third.error().message.find("another aksis process") != std::string::npos);
  Options nowhere;
  nowhere.address = "localhost";
  CHECK(Server::start(f.registry, nowhere).error().message.find("server.address") !=
        std::string::npos);
}
