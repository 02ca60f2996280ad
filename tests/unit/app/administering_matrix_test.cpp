// Every operation of the installation that administers accounts × every scope × every way an
// account stands to who administers, beside a model of the rule.
#include <set>

#include "access/accounts.hpp"
#include "access/administering.hpp"
#include "access/gate.hpp"
#include "access/roles.hpp"
#include "declared.hpp"
#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;
using operations::Grant;
using operations::Kind;
using operations::Operation;
using operations::Principal;
using operations::Scope;

namespace {

constexpr Scope kScopes[] = {Scope::own, Scope::agency, Scope::territory, Scope::national,
                             Scope::all};
constexpr const char* kOurs = "organisation-ours";
// How an account stands to the caller; its login. "" names none.
constexpr std::string_view kStandings[] = {"less",      "equal",      "morerights",
                                           "morescope", "morefields", "elsewhere",
                                           "nowhere",   "unknown",    ""};

struct Matrix {
  CoreDatabase core;
  access::VolumeGuard guard{
      *core.database, core.clock, {}, [](const std::string&) { return Status(); }};
  access::RecordGate gate{*core.database, core.clock, guard};
  operations::Registry registry{core.clock};

  Matrix() {
    REQUIRE(core.database
                ->write([&](storage::Transaction& tx) -> Status {
                  AKSIS_TRY(role(tx, "equal", {{"people.read", Scope::agency}}, {"nir"}));
                  AKSIS_TRY(role(tx, "morerights", {{"people.erase", Scope::own}}, {}));
                  AKSIS_TRY(role(tx, "morescope", {{"people.read", Scope::national}}, {"nir"}));
                  AKSIS_TRY(role(tx, "morefields", {{"people.read", Scope::own}}, {}));
                  for (const auto one : kStandings)
                    if (!one.empty() && one != "unknown") AKSIS_TRY(account(tx, one));
                  return {};
                })
                .ok());
    declare();
    registry.set_gate(&gate);
  }
  static Status role(storage::Transaction& tx, const std::string& id, std::vector<Grant> grants,
                     std::vector<std::string> masked) {
    access::Role made{id, id, id, std::move(grants), std::move(masked)};
    AKSIS_TRY(access::save_role(tx, made, 0));
    return {};
  }
  static Status account(storage::Transaction& tx, std::string_view login) {
    const std::string organisation = login == "elsewhere" ? "organisation-theirs"
                                     : login == "nowhere" ? ""
                                                          : kOurs;
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_account (id, login, login_fold, name, name_fold, email, "
        "organisation, state, created_at, version) VALUES ($1, $2, $2, $2, $2, "
        "'', $3, 'active', 1, 1)",
        {std::string("id-") + std::string(login), login, storage::text_or_null(organisation)}));
    if (login == "equal" || login.starts_with("more"))
      AKSIS_TRY(access::give_role(tx, "id-" + std::string(login), login, "host", 1));
    return {};
  }
  void declare() {
    const auto catalogue = declared(core.clock);
    for (const auto& one : catalogue->registry().all()) {
      if (!access::administers(*one)) continue;
      Operation bare;
      bare.id = one->id;
      bare.kind = one->kind;
      bare.permission = one->permission;
      bare.subject = "-";
      bare.handler = [](operations::Call&) { return Status(); };
      const auto schema = json::parse(one->input_schema);
      REQUIRE(schema.ok());
      if (json::member(*json::member(*schema, "properties"), "account")) {
        named.insert(one->id);
        bare.input_schema = R"({"type": "object", "properties": {"account": {"type": "string"}}})";
      }
      REQUIRE(registry.add(std::move(bare)).ok());
    }
  }
  Principal caller(Scope scope) const {
    Principal out{"account:ana",
                  false,
                  {Grant("accounts.manage", scope), Grant("roles.manage", scope),
                   Grant("clients.manage", scope), Grant("people.read", Scope::agency)}};
    out.account = "ana";
    out.organisation = kOurs;
    out.masked = {"nir"};
    out.authenticated_at = core.clock.at;
    return out;
  }
  std::set<std::string> named;  // operations whose input names an account
};

// The rule, said again in other words.
bool may(const Matrix& matrix, const Operation& operation, Scope scope, std::string_view standing) {
  if (scope == Scope::national || scope == Scope::all) return true;
  const bool reads = operation.kind == Kind::read;
  if (!matrix.named.contains(operation.id)) return reads;
  if (standing.empty()) return reads;  // the schema asks for one
  if (scope == Scope::own) return false;
  static const std::set<std::string_view> kSeen = {"less", "equal", "morerights", "morescope",
                                                   "morefields"};
  return kSeen.contains(standing) && (reads || standing == "less" || standing == "equal");
}

}  // namespace

TEST_CASE("every operation on accounts and roles, with every scope, reaches whom the rule names") {
  Matrix matrix;
  CHECK(matrix.registry.all().size() > 20);
  CHECK(matrix.named.size() > 12);
  int passed = 0, refused = 0;
  for (const auto& operation : matrix.registry.all())
    for (const auto scope : kScopes)
      for (const auto standing : kStandings) {
        const bool named = matrix.named.contains(operation->id);
        if (!named && !standing.empty()) continue;
        json::Writer input;
        input.object();
        if (named) input.member("account", standing);
        operations::Call call(matrix.caller(scope), *json::parse(input.end().text()));
        const auto answer = matrix.registry.run(*operation, call);
        INFO(operation->id << " · " << name_of(scope) << " · " << standing << " · "
                           << (answer.ok() ? "" : answer.error().message));
        REQUIRE(answer.ok() == may(matrix, *operation, scope, standing));
        if (!answer.ok()) REQUIRE(answer.error().code == Code::forbidden);
        ++(answer.ok() ? passed : refused);
      }
  CHECK(passed > 200);
  CHECK(refused > 200);
}
