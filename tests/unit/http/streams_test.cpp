// Answers in pieces: progress of tasks, events; the client that reads them.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;
using std::chrono::milliseconds;

namespace {

Request lines_of(std::string body) {
  return request("POST", "/api/v1/count", std::move(body), {{"Accept", "application/x-ndjson"}});
}

}  // namespace

TEST_CASE("a task tells its progress in lines, and its result in the last one") {
  Fixture f;
  auto client = f.client();
  std::vector<std::string> lines;
  const auto keep = [&](std::string_view line) { lines.emplace_back(line); };
  auto answer = client.send(lines_of("{}"), keep);
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == R"({"progress":{"done":1,"total":2,"message":"half \"done\""}})");
  CHECK(lines[1] == R"({"result":{"counted":2}})");
  // The connection goes on after it.
  lines.clear();
  CHECK(client.send(lines_of(R"({"nothing":1})"), keep)->status == 400);
  CHECK(f.send(request("POST", "/api/v1/count")).body == R"({"counted":2})");
}

TEST_CASE("progress comes while the task runs; stopping the client stops the task") {
  Fixture f;
  auto client = f.client();
  std::atomic<bool> stop = false;
  std::vector<std::string> lines;
  const auto answer = client.send(
      lines_of(R"({"wait":true})"),
      [&](std::string_view line) {
        lines.emplace_back(line);
        stop = true;
      },
      &stop);
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error().code == Code::cancelled);
  CHECK(lines.size() == 1);
  CHECK(eventually([&] { return f.stopped == 1; }));
}

TEST_CASE("a failure after progress is the last line") {
  Fixture f;
  auto client = f.client();
  std::vector<std::string> lines;
  auto answer = client.send(lines_of(R"({"hold":true,"fail":true})"), [&](std::string_view line) {
    lines.emplace_back(line);
    f.gate.open();
  });
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].starts_with(R"({"problem":{"type":"about:blank","title":"Conflict")"));
}

TEST_CASE("events reach those who listen to their topic, and come again after a return") {
  Options options;
  options.limits.heartbeat = milliseconds(100);
  Fixture f(std::move(options));
  const auto listen = [](RawConnection& connection, const std::string& query,
                         const std::string& fields) {
    connection.write("GET /api/v1/stream" + query + " HTTP/1.1\r\nHost: h\r\nX-API-Key: " + kKey +
                     "\r\n" + fields + "\r\n");
    return connection.read_until(": open\n\n");
  };
  RawConnection one(f.server->port());
  CHECK(listen(one, "?topics=jobs,people", "").find("text/event-stream") != std::string::npos);
  f.server->publish("other", "{}");
  f.server->publish("people", R"({"person":"x"})");
  const auto got = one.read_until("x\"}\n\n");
  CHECK(got.find("event: people\ndata: {\"person\":\"x\"}\n\n") != std::string::npos);
  CHECK(got.find("event: other") == std::string::npos);
  CHECK(one.read_until("still here").find("still here") != std::string::npos);
  const auto id_at = got.find("id: ") + 4;
  const auto id = got.substr(id_at, got.find('\n', id_at) - id_at);
  one.close();

  f.server->publish("people", R"({"person":"y"})");
  RawConnection again(f.server->port());
  listen(again, "", "Last-Event-ID: " + id + "\r\n");
  CHECK(again.read_until("y\"}\n\n").find("event: reset") == std::string::npos);
  RawConnection stranger(f.server->port());
  listen(stranger, "", "Last-Event-ID: 00-5\r\n");
  CHECK(stranger.read_until("event: reset").find("event: reset") != std::string::npos);
  RawConnection wrong(f.server->port());
  wrong.write("GET /api/v1/stream?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-API-Key: " +
              std::string(kKey) + "\r\n\r\n");
  CHECK(wrong.read_all().starts_with("HTTP/1.1 400 "));
  CHECK(f.server->stop().ok());
  CHECK(again.read_all().ends_with("0\r\n\r\n"));
}

TEST_CASE(
    "events are heard with the permission that reading needs, and as long as the key is one") {
  Options options;
  options.limits.heartbeat = milliseconds(100);
  options.topic_permission = [](std::string_view topic) {
    return std::string(topic == "people" ? "test" : "secret.read");
  };
  Fixture f(std::move(options));
  const auto stream = [&](std::string_view topics, std::string_view key) {
    auto connection = std::make_unique<RawConnection>(f.server->port());
    connection->write(
        "GET /api/v1/stream" + std::string(topics) +
        " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-API-Key: " + std::string(key) + "\r\n\r\n");
    return connection;
  };
  for (const auto& [topics, key] :
       {std::pair("?topics=people,secrets", kKey), std::pair("?topics=people", "other")}) {
    const auto refused = stream(topics, key)->read_all();
    CHECK(refused.starts_with("HTTP/1.1 403 "));
    CHECK(refused.find("need the permission '") != std::string::npos);
  }
  const auto some = stream("?topics=people", kKey), all = stream("", kKey),
             none = stream("", "other");
  for (const auto& one : {&some, &all, &none}) (*one)->read_until(": open\n\n");
  f.server->publish("secrets", R"({"n":1})");
  f.server->publish("people", R"({"n":2})");
  for (const auto& one : {&some, &all}) {
    const auto heard = (*one)->read_until("{\"n\":2}");
    CHECK(heard.find("event: people") != std::string::npos);
    CHECK(heard.find("secrets") == std::string::npos);
  }
  CHECK(none->read_until("still here").find("event:") == std::string::npos);
  f.revoked = true;
  f.server->publish("people", R"({"n":3})");
  for (const auto& one : {&some, &all}) {
    const auto rest = (*one)->read_all();
    CHECK(rest.find("event:") == std::string::npos);
    CHECK(rest.ends_with("0\r\n\r\n"));
  }
}

TEST_CASE("an event with an audience reaches nobody else, and each is asked for itself") {
  Fixture f;
  RawConnection stream(f.server->port());
  stream.write("GET /api/v1/stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-API-Key: " +
               std::string(kKey) + "\r\n\r\n");
  stream.read_until(": open\n\n");
  std::string asked;
  f.server->publish("people", R"({"n":1})", [&](const operations::Principal& caller) {
    asked = caller.id;
    return false;
  });
  f.server->publish("people", R"({"n":2})", [](const operations::Principal&) { return true; });
  const auto heard = stream.read_until("{\"n\":2}");
  CHECK(heard.find("{\"n\":1}") == std::string::npos);
  CHECK_FALSE(asked.empty());
}

TEST_CASE("the client says what is wrong on its side") {
  CHECK(Client::over_socket("/nowhere/socket").error().message.find("/nowhere/socket") !=
        std::string::npos);
  CHECK_FALSE(Client::over_tcp("nobody", 1).ok());
  Fixture f;
  auto client = f.client();
  client.set_timeout(milliseconds(100));
  CHECK(client.send(request("POST", "/api/v1/slow")).error().code == Code::timeout);
  CHECK_FALSE(client.send(request("GET", "/livez")).ok());
}
