// What a well-meaning client gets.
#include <catch2/catch.hpp>
#include <filesystem>
#include <future>

#include "base/identity.hpp"
#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;

TEST_CASE("a read answers, with its version and the security fields") {
  Fixture f;
  const auto answer = f.get("/api/v1/items/a%20b?limit=3");
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"limit":3,"item":"a b"})");
  CHECK(answer.headers.at("content-type") == "application/json");
  CHECK(answer.headers.at("x-content-type-options") == "nosniff");
  CHECK(answer.headers.at("content-security-policy").starts_with("default-src 'none'"));
  CHECK_FALSE(answer.headers.at("x-request-id").empty());

  const auto etag = answer.headers.at("etag");
  const auto same = f.send(
      request("GET", "/api/v1/items/a%20b?limit=3", "", {{"If-None-Match", "\"x\", W/" + etag}}));
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(same.headers.at("etag") == etag);
  CHECK(f.get("/api/v1/items/c").headers.at("etag") != etag);
}

TEST_CASE("many reads on one connection, whichever thread runs them") {
  Fixture f;
  auto client = f.client();
  for (int i = 0; i < 200; ++i) {
    auto answer = client.send(request("GET", "/api/v1/items/" + std::to_string(i)));
    REQUIRE(answer.ok());
    REQUIRE(answer->body == R"({"item":")" + std::to_string(i) + R"(","limit":20})");
  }
}

TEST_CASE("only health is open") {
  Fixture f;
  for (const auto* open : {"/livez", "/readyz"}) CHECK(f.send({"GET", open, {}, ""}).status == 200);
  for (const auto* closed : {"/metrics", "/api/v1/items", "/api/v1/stream", "/", "/nothing",
                             "/local/operations/items.list"}) {
    const auto answer = f.send({"GET", closed, {}, ""});
    CHECK(answer.status == 401);
    CHECK(answer.headers.at("www-authenticate") == "Bearer");
    CHECK(answer.headers.at("content-type") == "application/problem+json");
  }
  CHECK(f.send({"GET", "/api/v1/items", {{"X-API-Key", kKey}}, ""}).status == 200);
  CHECK(f.send({"GET", "/api/v1/items", {{"X-API-Key", "other"}}, ""}).status == 403);
  CHECK(f.send({"POST", "/livez", {}, ""}).status == 405);
}

TEST_CASE("not ready says why") {
  Options options;
  options.ready = [] { return Status(Error{Code::internal, "the referential loads", {}}); };
  Fixture f(std::move(options));
  const auto answer = f.send({"GET", "/readyz", {}, ""});
  CHECK(answer.status == 503);
  CHECK(answer.body.find("the referential loads") != std::string::npos);
  CHECK(f.send({"GET", "/livez", {}, ""}).status == 200);
}

TEST_CASE("a problem names every wrong place, in the language asked for") {
  Fixture f;
  const auto answer = f.send(request("POST", "/api/v1/items?limit=x", R"({"nmae":1})",
                                     {{"Accept-Language", "en;q=0.9, fr;q=0.1"}}));
  CHECK(answer.status == 400);
  auto problem = json::parse(answer.body);
  REQUIRE(problem.ok());
  CHECK(json::integer(*problem, "status") == 400);
  CHECK(json::text(*problem, "title") == "Bad Request");
  CHECK(json::text(*problem, "instance") ==
        "urn:aksis:request:" + answer.headers.at("x-request-id"));
  REQUIRE((*problem)["errors"].Size() == 2);
  CHECK((*problem)["errors"][0]["pointer"] == "/nmae");
  CHECK((*problem)["errors"][1]["message"] == "This is a text but must be a whole number.");
}

TEST_CASE("bodies: JSON objects only, not on reads, given once") {
  Fixture f;
  const auto status = [&](const Request& what) { return f.send(what).status; };
  CHECK(status(request("POST", "/api/v1/items", "{}", {{"Content-Type", "text/plain"}})) == 415);
  CHECK(status(request("POST", "/api/v1/items", "{}",
                       {{"Content-Type", "application/json; charset=utf-8"}})) == 200);
  CHECK(status(request("POST", "/api/v1/items", "[]")) == 400);
  CHECK(status(request("POST", "/api/v1/items", R"({"a":1,"a":2})")) == 400);
  CHECK(status(request("POST", "/api/v1/items", "{\"name\":\"\xff\"}")) == 400);
  CHECK(status(request("POST", "/api/v1/items", std::string(100'000, '['))) == 400);
  CHECK(status(request("GET", "/api/v1/items", "{}")) == 400);
  CHECK(status(request("POST", "/api/v1/items", "{}", {{"Content-Encoding", "gzip"}})) == 415);
  CHECK(status(request("POST", "/api/v1/items?name=a", R"({"name":"b"})")) == 400);
  CHECK(status(request("PUT", "/api/v1/items/x", R"({"item":"y"})", {{"If-Match", "*"}})) == 400);
  CHECK(status(request("GET", "/api/v1/items?name=%zz")) == 400);
  CHECK(status(request("POST", "/api/v1/items")) == 200);
}

TEST_CASE("methods: HEAD, OPTIONS, 405 with what is allowed, 404") {
  Fixture f;
  const auto head = f.send(request("HEAD", "/api/v1/items"));
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.headers.at("content-length") == std::to_string(f.get("/api/v1/items").body.size()));
  const auto options = f.send(request("OPTIONS", "/api/v1/items/x"));
  CHECK(options.status == 204);
  CHECK(options.headers.at("allow") == "DELETE, GET, PUT, HEAD, OPTIONS");
  const auto wrong = f.send(request("PATCH", "/api/v1/items/x", "{}"));
  CHECK(wrong.status == 405);
  CHECK(wrong.headers.at("allow") == "DELETE, GET, PUT, HEAD, OPTIONS");
  CHECK(f.send(request("DELETE", "/api/v1/items/x")).status == 204);
  CHECK(f.get("/api/v1/nothing").status == 404);
  CHECK(f.get("/api/v1").status == 404);
}

TEST_CASE("a conditional change needs the version and refuses another one") {
  Fixture f;
  CHECK(f.send(request("PUT", "/api/v1/items/x", "{}")).status == 428);
  CHECK(f.send(request("PUT", "/api/v1/items/x", "{}", {{"If-Match", "\"v0\""}})).status == 412);
  const auto changed = f.send(request("PUT", "/api/v1/items/x", "{}", {{"If-Match", "\"v1\""}}));
  CHECK(changed.status == 200);
  CHECK(changed.headers.at("etag") == "\"v2\"");
  const auto several =
      f.send(request("PUT", "/api/v1/items/x", "{}", {{"If-Match", "\"v0\", \"v1\""}}));
  CHECK(several.status == 400);
  CHECK(several.body.find("must name one version") != std::string::npos);
}

TEST_CASE("an Idempotency-Key makes a change happen once") {
  Fixture f;
  const auto create = [&](const std::string& key, const std::string& body) {
    return f.send(request("POST", "/api/v1/items", body, {{"Idempotency-Key", key}}));
  };
  const auto first = create("k1", R"({"name":"a"})");
  CHECK(first.body == R"({"count":1})");
  CHECK_FALSE(first.headers.contains("idempotency-replayed"));
  const auto again = create("k1", R"({"name":"a"})");
  CHECK(again.body == first.body);
  CHECK(again.headers.at("idempotency-replayed") == "true");
  CHECK(create("k1", R"({"name":"b"})").status == 422);
  CHECK(create("k2", R"({"name":"refused"})").status == 409);
  CHECK_FALSE(create("k2", R"({"name":"refused"})").headers.contains("idempotency-replayed"));
  CHECK(create(std::string(300, 'k'), "{}").status == 400);
  CHECK(f.created == 1);
}

TEST_CASE("a second request with the key of a running one is refused") {
  Fixture f;
  auto slow = f.client();
  auto first = std::async(std::launch::async, [&] {
    return slow.send(request("POST", "/api/v1/slow", "", {{"Idempotency-Key", "k"}})).ok();
  });
  CHECK(eventually([&] { return f.waiting == 1; }));
  const auto second = f.send(request("POST", "/api/v1/slow", "", {{"Idempotency-Key", "k"}}));
  CHECK(second.status == 409);
  f.gate.open();
  CHECK(first.get());
}

TEST_CASE("an upload is a file for its operation, then gone") {
  Fixture f;
  const std::string content(2'500'000, 'x');
  const auto upload = [&](const std::string& body, const std::string& type) {
    return f.send(request("POST", "/api/v1/items/import", body, {{"Content-Type", type}}));
  };
  const auto answer = upload(content, "text/csv");
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"bytes":2500000,"hash":")" + sha256_hex(content) + "\"}");
  CHECK(upload(std::string(3'200'000, 'x'), "text/csv").status == 413);
  CHECK(upload("x", "image/png").status == 415);
  CHECK(upload(R"({"path":"/etc/passwd"})", "application/json").status == 415);
  CHECK(upload("", "text/csv").status == 400);
  CHECK(f.send(request("POST", "/api/v1/items/import?path=/etc/passwd", "x",
                       {{"Content-Type", "text/csv"}}))
            .status == 400);
  // The answer may be here before its exchange is gone, and the file goes with the exchange.
  CHECK(eventually([&] {
    return std::distance(std::filesystem::directory_iterator(f.folder), {}) == 1;  // the socket
  }));
}

TEST_CASE("the local socket needs no key and reaches every operation") {
  Fixture f;
  auto client = Client::over_socket(f.folder + "/socket");
  REQUIRE(client.ok());
  const Request call{"POST",
                     "/local/operations/items.list",
                     {{"Content-Type", "application/json"}},
                     R"({"limit":7})"};
  auto answer = client->send(call);
  REQUIRE(answer.ok());
  CHECK(answer->body == R"({"limit":7})");
  CHECK(client->send({"GET", "/local/operations/items.list", {}, ""})->status == 405);
  CHECK(client->send({"POST", "/local/operations/nobody", {}, ""})->status == 404);
  const Request file{"POST",
                     "/api/v1/items/import",
                     {{"Content-Type", "application/json"}},
                     R"({"path":"/dev/null"})"};
  CHECK(client->send(file)->body.starts_with(R"({"bytes":0)"));
  CHECK(
      (std::filesystem::status(f.folder + "/socket").permissions() & std::filesystem::perms::all) ==
      (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("metrics count requests by operation and status") {
  Options options;
  options.metrics = [] { return std::string("aksis_storage_commits 7\n"); };
  Fixture f(std::move(options));
  f.get("/api/v1/items/a");
  f.get("/api/v1/items/b");
  f.get("/api/v1/nothing");
  const auto text = f.get("/metrics").body;
  CHECK(text.find(R"(aksis_http_request_seconds_count{operation="items.read",status="200"} 2)") !=
        std::string::npos);
  CHECK(text.find(R"(operation="no_route",status="404")") != std::string::npos);
  CHECK(text.find("aksis_storage_commits 7") != std::string::npos);
}

TEST_CASE("a defect is a 500 of one request") {
  Fixture f;
  const auto answer = f.get("/api/v1/broken");
  CHECK(answer.status == 500);
  CHECK(answer.body.find("a defect\"") == std::string::npos);
  CHECK(f.get("/api/v1/items").status == 200);
}

TEST_CASE("a principal beyond its rate waits") {
  Options options;
  options.limits.requests_per_second = 1;
  Fixture f(std::move(options));
  CHECK(f.get("/api/v1/items").status == 200);
  CHECK(f.get("/api/v1/items").status == 200);
  const auto third = f.get("/api/v1/items");
  CHECK(third.status == 429);
  CHECK(third.headers.at("retry-after") == "1");
  CHECK(f.send({"GET", "/livez", {}, ""}).status == 200);
}
