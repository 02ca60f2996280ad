#include "operations/registry.hpp"

#include <catch2/catch.hpp>

#include "operations/coerce.hpp"
#include "operations/openapi.hpp"
#include "operations/percent.hpp"

using namespace aksis;
using namespace aksis::operations;

namespace {

struct FixedClock : Clock {
  Micros now() const override { return 1'000 * kSecond; }
};

const FixedClock kClock;

Operation operation(std::string id, std::string method = "", std::string path = "") {
  Operation out;
  out.id = std::move(id);
  out.module = "core";
  out.method = std::move(method);
  out.path = std::move(path);
  out.permission = "people.read";
  out.input_schema = R"({"type":"object","properties":{
      "person":{"type":"string"},"limit":{"type":"integer","default":20},
      "ratio":{"type":"number"},"all":{"type":"boolean"},
      "codes":{"type":"array","items":{"type":"integer"}}}})";
  out.handler = [](Call& call) {
    call.respond(json::dump(call.input()));
    return Status();
  };
  return out;
}

Call call_by(std::vector<Grant> grants, std::string_view input = "{}") {
  Call call({"key:1", false, std::move(grants)}, std::move(*json::parse(input)));
  call.language = "en";
  return call;
}

std::string add_refusal(Registry& registry, Operation given) {
  auto added = registry.add(std::move(given));
  return added ? "" : added.error().message;
}

}  // namespace

TEST_CASE("a route leads to its operation with decoded values; plain text goes first") {
  Registry registry(kClock);
  REQUIRE(registry.add(operation("people.read", "GET", "/people/{person}")).ok());
  REQUIRE(registry.add(operation("people.delete", "DELETE", "/people/{person}")).ok());
  REQUIRE(registry.add(operation("people.me", "GET", "/people/me")).ok());
  REQUIRE(registry.add(operation("people.gap", "GET", "/people/{person}/gap")).ok());

  auto match = registry.match("GET", "/people/%C3%A9l%2Fise");
  REQUIRE(match.ok());
  CHECK(match->operation->id == "people.read");
  CHECK(match->path_values.at(0) == std::pair<std::string, std::string>("person", "él/ise"));
  CHECK(registry.match("GET", "/people/me")->operation->id == "people.me");
  CHECK(registry.match("GET", "/people/me/gap")->operation->id == "people.gap");
  CHECK(registry.match("GET", "/people/").error().code == Code::not_found);
  CHECK(registry.match("GET", "/people").error().code == Code::not_found);
  CHECK(registry.match("GET", "/people//gap").error().code == Code::not_found);
  CHECK(registry.match("GET", "").error().code == Code::not_found);
  CHECK(registry.match("GET", "/people/%zz").error().code == Code::invalid);
  CHECK(registry.match("GET", "/people/%ff").error().code == Code::invalid);
  CHECK(registry.match("GET", "/people/%00").error().code == Code::invalid);
  const auto wrong = registry.match("PUT", "/people/x");
  CHECK(wrong.error().code == Code::unsupported);
  CHECK(wrong.error().details.at(0).message == "DELETE, GET");
}

TEST_CASE("add refuses what would not work, and says why") {
  Registry registry(kClock);
  REQUIRE(registry.add(operation("a", "GET", "/a/{person}")).ok());
  CHECK(add_refusal(registry, operation("a")).find("exists already") != std::string::npos);
  CHECK(add_refusal(registry, operation("b", "GET", "/a/{limit}")) ==
        "operation b: GET /a/{limit} belongs to operation a already");
  CHECK(
      add_refusal(registry, operation("b", "GET", "/b/{nobody}")).find("'nobody' is no property") !=
      std::string::npos);
  CHECK(add_refusal(registry, operation("b", "GET", "b")).find("must start with '/'") !=
        std::string::npos);
  CHECK(add_refusal(registry, operation("b", "GET", "/b{x}")).find("neither") != std::string::npos);
  CHECK(add_refusal(registry, operation("b", "FETCH", "/b")).find("no method") !=
        std::string::npos);
  auto unbound = operation("b");
  unbound.handler = nullptr;
  CHECK(add_refusal(registry, unbound).find("no function") != std::string::npos);
  auto bad_schema = operation("b");
  bad_schema.input_schema = R"({"not":{}})";
  CHECK(add_refusal(registry, bad_schema).find("operation b: input schema /not") == 0);
  auto first = operation("c"), second = operation("d");
  first.command = Command{"import rome", {}};
  second.command = Command{"import rome", {}};
  CHECK(registry.add(first).ok());
  CHECK(add_refusal(registry, second).find("belongs to c") != std::string::npos);
  CHECK(registry.all().size() == 2);
}

TEST_CASE("run authorises, validates, fills defaults, sets the deadline") {
  Registry registry(kClock);
  REQUIRE(registry.add(operation("a")).ok());
  const auto& a = *registry.find("a");

  auto stranger = call_by({"other"});
  const auto forbidden = registry.run(a, stranger);
  CHECK(forbidden.error().code == Code::forbidden);
  CHECK(forbidden.error().message.find("people.read") != std::string::npos);

  auto wrong = call_by({"people.read"}, R"({"limit":"x","who":1})");
  const auto invalid_input = registry.run(a, wrong);
  CHECK(invalid_input.error().code == Code::invalid);
  CHECK(invalid_input.error().details.size() == 2);

  auto right = call_by({"*"});
  REQUIRE(registry.run(a, right).ok());
  CHECK(right.response() == R"({"limit":20})");
  CHECK(right.deadline == 1'000 * kSecond + 10 * kSecond);
}

TEST_CASE("who called is told what is wrong in their language, where it is said in both") {
  Registry registry(kClock);
  auto both = operation("both"), at_once = operation("at_once"), one = operation("one");
  both.handler = [](Call&) { return Status(said(Code::conflict, "it is closed", "c’est clos")); };
  at_once.handler = [](Call&) { return Status(said_at("/person", "nobody", "personne")); };
  one.handler = [](Call&) { return Status(Error{Code::conflict, "in English alone", {}}); };
  for (auto* given : {&both, &at_once, &one}) REQUIRE(registry.add(std::move(*given)).ok());
  const auto told = [&](const char* id, const char* language) {
    auto call = call_by({"people.read"});
    call.language = language;
    return registry.run(*registry.find(id), call).error();
  };
  CHECK(told("both", "en").message == "it is closed");
  CHECK(told("both", "fr").message == "c’est clos");
  CHECK(told("both", "fr").code == Code::conflict);
  CHECK(told("at_once", "en").details[0].message == "nobody");
  CHECK(told("at_once", "fr").message == "personne");
  CHECK(told("at_once", "fr").details[0].message == "personne");
  CHECK(told("at_once", "fr").details[0].pointer == "/person");
  CHECK(told("one", "fr").message == "in English alone");
}

TEST_CASE("the widest scope a permission is held with counts") {
  const Principal principal{"account:1",
                            false,
                            {{"people.read", Scope::own},
                             {"people.read", Scope::territory},
                             {"people.write", Scope::agency}}};
  CHECK(principal.scope_of("people.read") == Scope::territory);
  CHECK(principal.scope_of("people.write") == Scope::agency);
  CHECK_FALSE(principal.scope_of("roles.manage"));
  CHECK(Principal{"local", true, {"*"}}.scope_of("roles.manage") == Scope::all);
  for (const auto scope :
       {Scope::own, Scope::agency, Scope::territory, Scope::national, Scope::all})
    CHECK(parse_scope(name_of(scope)) == scope);
  CHECK_FALSE(parse_scope("everything"));
}

namespace {

// Lets in who asks for anybody but "closed", and notes what it saw.
struct NotingGate : Gate {
  std::vector<std::string> seen;
  bool traces = true;
  Status admit(const Operation& operation, Call& call) override {
    const auto person = json::text(call.input(), operation.subject);
    if (person == "closed") return Error{Code::forbidden, "closed", {}};
    call.relation = "referent";
    return {};
  }
  Status ended(const Operation& operation, Call& call, const Status& outcome) override {
    seen.push_back(operation.id + " " + (outcome.ok() ? call.relation : outcome.error().message));
    return traces ? Status() : Status(Error{Code::full, "no room for the trace", {}});
  }
};

}  // namespace

TEST_CASE("the gate is asked before a person's record opens and told how every call ended") {
  Registry registry(kClock);
  NotingGate gate;
  registry.set_gate(&gate);
  bool as_current = false;
  auto reading = operation("a");
  reading.handler = [&](Call& call) -> Status {
    as_current = current_call() && current_call()->call == &call;
    call.respond("{}");
    return {};
  };
  REQUIRE(registry.add(std::move(reading)).ok());
  auto naming = operation("b");
  naming.subject = "-";
  REQUIRE(registry.add(std::move(naming)).ok());
  auto wrong = operation("c");
  wrong.subject = "whom";
  CHECK(add_refusal(registry, wrong).find("'whom' is no property") != std::string::npos);
  CHECK(registry.find("a")->subject == "person");
  CHECK(registry.find("b")->subject.empty());

  auto open = call_by({"*"}, R"({"person":"open"})");
  REQUIRE(registry.run(*registry.find("a"), open).ok());
  CHECK(as_current);
  CHECK(current_call() == nullptr);
  auto closed = call_by({"*"}, R"({"person":"closed"})");
  CHECK(registry.run(*registry.find("a"), closed).error().code == Code::forbidden);
  auto without_permission = call_by({}, R"({"person":"open"})");
  CHECK(registry.run(*registry.find("a"), without_permission).error().code == Code::forbidden);
  CHECK(gate.seen.size() == 3);
  CHECK(gate.seen[0] == "a referent");
  CHECK(gate.seen[1] == "a closed");
  // What cannot be traced is not answered.
  gate.traces = false;
  auto untraced = call_by({"*"}, R"({"person":"open"})");
  CHECK(registry.run(*registry.find("a"), untraced).error().code == Code::full);
}

TEST_CASE("a handler that throws is a defect of one call, not of the process") {
  Registry registry(kClock);
  auto throwing = operation("throws");
  throwing.handler = [](Call&) -> Status { throw std::runtime_error("secret detail"); };
  auto odd = operation("odd");
  odd.handler = [](Call&) -> Status { throw 42; };
  REQUIRE(registry.add(throwing).ok());
  REQUIRE(registry.add(odd).ok());
  for (const auto* id : {"throws", "odd"}) {
    auto call = call_by({"*"});
    const auto ran = registry.run(*registry.find(id), call);
    CHECK(ran.error().code == Code::internal);
    CHECK(ran.error().message.find("secret") == std::string::npos);
  }
}

TEST_CASE("an answer that does not fit its schema is found while answers are checked") {
  Registry registry(kClock);
  auto lying = operation("lies");
  lying.output_schema = R"({"type":"object","required":["id"],"properties":{"id":{}}})";
  REQUIRE(registry.add(lying).ok());
  registry.set_check_answers(true);
  auto checked = call_by({"*"});
  CHECK(registry.run(*registry.find("lies"), checked).error().code == Code::internal);
  registry.set_check_answers(false);
  auto unchecked = call_by({"*"});
  CHECK(registry.run(*registry.find("lies"), unchecked).ok());
}

TEST_CASE("what a command shows must be in its answer's schema") {
  const auto refusal = [](const char* schema, const char* path) -> std::string {
    Registry registry(kClock);
    auto given = operation("a");
    given.output_schema = schema;
    given.command = Command{"a", {}, {path}};
    const auto added = registry.add(given);
    return added.ok() ? "" : added.error().message;
  };
  constexpr auto kList = R"({"type":"array","items":{"type":"object","properties":{"x":{}}}})";
  CHECK(refusal(kList, "x").empty());
  CHECK(refusal(kList, "x.of.anything").empty());
  CHECK_THAT(refusal(kList, "y"), Catch::Contains("'y'"));
  constexpr auto kEither = R"({"type":"object","properties":{"a":{"oneOf":[{"type":"null"},
      {"type":"object","properties":{"b":{"type":"string"}}}]},"l":{"type":"array"}}})";
  CHECK(refusal(kEither, "a.b").empty());
  CHECK(refusal(kEither, "l.anything").empty());
  CHECK_THAT(refusal(kEither, "a.c"), Catch::Contains("'a.c'"));
  CHECK_THAT(refusal(kEither, "a.b.c"), Catch::Contains("'a.b.c'"));
  CHECK(refusal(R"({"type":"object"})", "a.b").empty());
  CHECK(refusal(R"({"type":"object","additionalProperties":{"type":"object",
      "properties":{"v":{"type":"string"}}}})",
                "name.v")
            .empty());
}

TEST_CASE("texts become what the schema says, and stay texts when they cannot") {
  Registry registry(kClock);
  REQUIRE(registry.add(operation("a")).ok());
  const auto& schema = registry.input_schema(*registry.find("a"));
  json::Document input(rapidjson::kObjectType);
  set_from_text(input, schema, "person", {"007"});
  set_from_text(input, schema, "limit", {"12"});
  set_from_text(input, schema, "ratio", {"1e3"});
  set_from_text(input, schema, "all", {"true"});
  set_from_text(input, schema, "codes", {"1", "x"});
  CHECK(json::dump(input) ==
        R"({"person":"007","limit":12,"ratio":1000.0,"all":true,"codes":[1,"x"]})");
  set_from_text(input, schema, "limit", {"12 "});
  set_from_text(input, schema, "person", {"a", "b"});
  set_from_text(input, schema, "codes", {"7"});
  set_from_text(input, schema, "ratio", {"nan"});
  CHECK(json::text(input, "limit") == "12 ");
  CHECK(input["person"].IsArray());
  CHECK(json::dump(input["codes"]) == "[7]");
  CHECK(json::text(input, "ratio") == "nan");
}

TEST_CASE("percent-encoding goes there and back") {
  CHECK(*percent_decode("a%20b+c", Plus::plain) == "a b+c");
  CHECK(*percent_decode("a+b", Plus::space) == "a b");
  CHECK(*percent_decode(percent_encode("é/ &?"), Plus::plain) == "é/ &?");
  for (const auto* broken : {"%", "%4", "%4g", "x%"})
    CHECK_FALSE(percent_decode(broken, Plus::plain).ok());
}

TEST_CASE("openapi.json is the same whatever the order of loading, and whole") {
  const auto text = [](bool reverse) {
    Registry registry(kClock);
    auto list = operation("people.list", "GET", "/people");
    list.output_schema = R"({"type":"object","properties":{"items":{"type":"array"}}})";
    auto change = operation("people.change", "PUT", "/people/{person}");
    change.input_schema = R"({"type":"object","required":["person","name"],"properties":{
        "person":{"type":"string"},"name":{"type":"string"}}})";
    auto upload = operation("people.import", "POST", "/people/import");
    upload.upload = Upload{"person", {"text/csv"}, 100};
    std::vector<Operation> all = {list, change, upload, operation("no.route")};
    if (reverse) std::reverse(all.begin(), all.end());
    for (auto& one : all) REQUIRE(registry.add(one).ok());
    return openapi(registry, "1.2.3");
  };
  CHECK(text(false) == text(true));
  auto parsed = json::parse(text(false));
  REQUIRE(parsed.ok());
  const auto& put = (*parsed)["paths"]["/people/{person}"]["put"];
  CHECK(json::text(put, "x-permission") == "people.read");
  CHECK(json::text(put["parameters"][0], "in") == "path");
  const auto& body = put["requestBody"]["content"]["application/json"]["schema"];
  CHECK(json::dump(body["required"]) == R"(["name"])");
  CHECK_FALSE(body["properties"].HasMember("person"));
  CHECK((*parsed)["paths"]["/people"]["get"]["parameters"].Size() == 5);
  CHECK(
      (*parsed)["paths"]["/people/import"]["post"]["requestBody"]["content"].HasMember("text/csv"));
  CHECK((*parsed)["paths"].MemberCount() == 3);
  CHECK((*parsed)["info"]["version"] == "1.2.3");
}
