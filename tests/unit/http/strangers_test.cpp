// Requests without a right key, again and again.
#include "http/strangers.hpp"

#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;
using std::chrono::seconds;

namespace {

Limits three_then_one_in_ten_seconds() {
  Limits limits;
  limits.refusals_at_once = 3;
  limits.refusals_per_second = 0.1;
  limits.refused_addresses = 2;
  return limits;
}

Answer ask(Fixture& f, const std::string& key) {
  return f.send({"GET", "/api/v1/items", {{"Authorization", "Bearer " + key}}, ""});
}

}  // namespace

TEST_CASE("an address has some refusals at once, then one now and then, up to as many again") {
  Strangers strangers(three_then_one_in_ten_seconds());
  const Strangers::Time now;
  for (int i = 0; i < 3; ++i) CHECK(strangers.refuse("192.0.2.1", now) == seconds(0));
  CHECK(strangers.refuse("192.0.2.1", now) == seconds(10));
  CHECK(strangers.refuse("192.0.2.1", now + seconds(4)) == seconds(6));
  CHECK(strangers.refuse("192.0.2.2", now) == seconds(0));
  CHECK(strangers.refuse("192.0.2.1", now + seconds(10)) == seconds(0));
  CHECK(strangers.refuse("192.0.2.1", now + seconds(10)) == seconds(10));
  for (int i = 0; i < 3; ++i)
    CHECK(strangers.refuse("192.0.2.1", now + seconds(1000)) == seconds(0));
  CHECK(strangers.refuse("192.0.2.1", now + seconds(1000)) == seconds(10));
}

TEST_CASE("the address not refused for longest is forgotten when there are too many") {
  Strangers strangers(three_then_one_in_ten_seconds());
  const Strangers::Time now;
  for (const auto* peer : {"192.0.2.1", "192.0.2.2"})
    for (int i = 0; i < 4; ++i) strangers.refuse(peer, now);
  CHECK(strangers.refuse("192.0.2.1", now) > seconds(0));
  CHECK(strangers.refuse("192.0.2.3", now) == seconds(0));  // the second one goes
  CHECK(strangers.count() == 2);
  CHECK(strangers.refuse("192.0.2.1", now) > seconds(0));
  CHECK(strangers.refuse("192.0.2.2", now) == seconds(0));
  CHECK(strangers.count() == 2);
}

TEST_CASE("the addresses of one IPv6 network count as one, and IPv4 written as IPv6 as itself") {
  Strangers strangers(three_then_one_in_ten_seconds());
  const Strangers::Time now;
  for (const auto* peer : {"2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3"})
    CHECK(strangers.refuse(peer, now) == seconds(0));
  CHECK(strangers.refuse("2001:db8::4", now) > seconds(0));
  CHECK(strangers.refuse("2001:db8:0:1::4", now) == seconds(0));
  for (const auto* peer : {"192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"})
    CHECK(strangers.refuse(peer, now) == seconds(0));
  CHECK(strangers.refuse("::ffff:192.0.2.1", now) > seconds(0));
}

TEST_CASE("too many wrong keys are answered 429; a right key of the same address goes on") {
  Options options;
  options.limits = three_then_one_in_ten_seconds();
  Fixture f(std::move(options));
  auto before = f.client();  // a connection that was there
  for (int i = 0; i < 3; ++i) CHECK(ask(f, "wrong").status == 401);
  const auto throttled = ask(f, "wrong");
  CHECK(throttled.status == 429);
  CHECK(std::stoi(throttled.headers.at("retry-after")) > 1);
  CHECK(throttled.headers.at("content-type") == "application/problem+json");
  CHECK(throttled.headers.at("connection") == "close");
  CHECK(throttled.body.find("without a right key came from this address") != std::string::npos);
  CHECK(ask(f, kKey).status == 200);
  CHECK(before.send(request("GET", "/api/v1/items"))->status == 200);
  CHECK(f.send({"GET", "/livez", {}, ""}).status == 200);
  // A caller without the permission is known: no stranger.
  for (int i = 0; i < 5; ++i) CHECK(ask(f, "other").status == 403);
  CHECK(eventually([&] {
    const auto text = f.get("/metrics").body;
    return text.find(R"(count{operation="unauthenticated",status="401"} 3)") != text.npos &&
           text.find(R"(count{operation="unauthenticated",status="429"} 1)") != text.npos &&
           text.find("aksis_http_refused_addresses 1") != text.npos;
  }));
}
