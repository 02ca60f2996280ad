// Sessions by cookie, what is open without one, and the defence against pages of other sites.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "http/cookies.hpp"
#include "http/same_origin.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Request plain(const std::string& method, const std::string& target, const std::string& body,
              Fields fields) {
  if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
  return {method, target, std::move(fields), body};
}

std::string header(const Answer& answer, const std::string& name) {
  const auto found = answer.headers.find(name);
  return found == answer.headers.end() ? "" : found->second;
}

Status same_origin(Fields fields, bool with_cookie, const std::vector<std::string>& origins = {}) {
  Head head;
  for (const auto& [name, value] : fields) head.fields.emplace_back(name, value);
  head.fields.emplace_back("Host", "127.0.0.1:8080");
  return check_same_origin(head, with_cookie, origins);
}

}  // namespace

TEST_CASE("a cookie is read by its whole name, once") {
  CHECK(cookie_value("a=1; aksis_session=x; b=2", "aksis_session", false) == "x");
  CHECK(cookie_value("aksis_session=x", "aksis_session", true).empty());
  CHECK(cookie_value("__Host-aksis_session=x", "aksis_session", true) == "x");
  CHECK(cookie_value("xaksis_session=x", "aksis_session", false).empty());
  CHECK(cookie_value("aksis_session", "aksis_session", false).empty());
  CHECK(cookie_value("aksis_session=x; aksis_session=y", "aksis_session", false).empty());
  CHECK(cookie_value(" aksis_session=x ;", "aksis_session", false) == "x");
  CHECK(set_cookie({"aksis_session", "x", 60}, true) ==
        "__Host-aksis_session=x; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
}

TEST_CASE("a change by cookie must come from a page of this server") {
  const Fields own = {{"Origin", "http://127.0.0.1:8080"}};
  CHECK(same_origin(own, true).ok());
  CHECK(same_origin({{"Sec-Fetch-Site", "same-origin"}}, true).ok());
  CHECK(same_origin({{"Sec-Fetch-Site", "none"}}, true).ok());
  CHECK(same_origin({}, false).ok());
  CHECK(same_origin({}, true).error().code == Code::forbidden);
  for (const bool cookie : {true, false})
    for (const auto& wrong : std::vector<Fields>{
             {{"Sec-Fetch-Site", "cross-site"}},
             {{"Sec-Fetch-Site", "same-site"}},
             {{"Origin", "http://evil.example"}},
             {{"Origin", "null"}},
             {{"Origin", "http://127.0.0.1:8081"}},
             {{"Origin", "http://127.0.0.1:8080"}, {"Sec-Fetch-Site", "cross-site"}}})
      CHECK(same_origin(wrong, cookie).error().code == Code::forbidden);
  const Fields proxied = {{"Origin", "https://agence.example"}};
  CHECK_FALSE(same_origin(proxied, true).ok());
  CHECK(same_origin(proxied, true, {"https://agence.example"}).ok());
}

TEST_CASE("only signing in needs no sign-in, and it sets the cookie that does") {
  Fixture fixture;
  const auto signed_in =
      fixture.send(plain("POST", "/api/v1/session", R"({"right":true})",
                         {{"Cookie", "aksis_device=d1"}, {"User-Agent", "a browser"}}));
  REQUIRE(signed_in.status == 200);
  const auto body = json::parse(signed_in.body);
  CHECK(json::text(*body, "who") == "anonymous");
  CHECK(json::text(*body, "peer") == "127.0.0.1");
  CHECK(json::text(*body, "device") == "d1");
  CHECK(json::text(*body, "agent") == "a browser");
  CHECK(header(signed_in, "set-cookie") ==
        "aksis_session=test-session; Path=/; Max-Age=60; HttpOnly; SameSite=Strict");
  CHECK(header(signed_in, "cache-control") == "no-store");

  const auto wrong = fixture.send(plain("POST", "/api/v1/session", "{}", {}));
  CHECK(wrong.status == 401);
  CHECK(header(wrong, "set-cookie").starts_with("aksis_session=; Path=/; Max-Age=0"));
  CHECK(fixture
            .send(plain("POST", "/api/v1/session", R"({"right":true})",
                        {{"Origin", "http://evil.example"}}))
            .status == 403);
  CHECK(fixture.send(plain("GET", "/api/v1/items", "", {})).status == 401);
}

TEST_CASE("a session reads; it changes only from a page of this server") {
  Fixture fixture;
  const std::pair<std::string, std::string> cookie{"Cookie", "aksis_session=test-session"};
  CHECK(fixture.send(plain("GET", "/api/v1/items", "", {cookie})).status == 200);
  const std::string item = R"({"name":"x"})";
  const auto blind = fixture.send(plain("POST", "/api/v1/items", item, {cookie}));
  CHECK(blind.status == 403);
  CHECK(
      fixture.send(plain("POST", "/api/v1/items", item, {cookie, {"Sec-Fetch-Site", "cross-site"}}))
          .status == 403);
  CHECK(fixture.created == 0);
  const auto own = fixture.send(
      plain("POST", "/api/v1/items", item, {cookie, {"Sec-Fetch-Site", "same-origin"}}));
  CHECK(own.status < 300);
  CHECK(fixture.created == 1);
}

TEST_CASE("an address asks for what is open only so often") {
  Options options;
  options.limits.open_per_second = 0.5;
  Fixture fixture(std::move(options));
  const auto ask = [&] {
    return fixture.send(plain("POST", "/api/v1/session", R"({"right":true})", {})).status;
  };
  CHECK(ask() == 200);
  CHECK(ask() == 429);
}
