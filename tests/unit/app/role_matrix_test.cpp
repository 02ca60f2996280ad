// Every role × every operation of the installation × every scope × every way of standing to a
// person, beside a model of the rule: a permission, and a relation. The operations are those the
// host and the manifests declare; their own work is left out.
#include <set>

#include "access/administering.hpp"
#include "access/gate.hpp"
#include "access/lending.hpp"
#include "access/roles.hpp"
#include "declared.hpp"
#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;
using operations::Grant;
using operations::Operation;
using operations::Principal;
using operations::Scope;

namespace {

constexpr const char* kAccount = "account-ana";
constexpr const char* kAgency = "agency-ours";
constexpr Scope kScopes[] = {Scope::own, Scope::agency, Scope::territory, Scope::national,
                             Scope::all};

// How the account stands to each person, who is named after it.
constexpr const char* kStandings[] = {"referent",     "instructor", "group",   "deputy",
                                      "agency",       "ended",      "foreign", "nobody",
                                      "archived_own", "unknown"};

// Whether a scope lets the standing open the record.
bool opens(std::string_view standing, Scope scope) {
  static const std::set<std::string_view> kOwn = {"referent", "instructor", "group", "deputy"};
  return kOwn.contains(standing) || (standing == "agency" && scope >= Scope::agency);
}

struct Matrix {
  CoreDatabase core;
  access::VolumeGuard guard{
      *core.database, core.clock, {}, [](const std::string&) { return Status(); }};
  access::RecordGate gate{*core.database, core.clock, guard};
  operations::Registry registry{core.clock};
  std::vector<access::Role> roles;

  Matrix() {
    REQUIRE(core.database
                ->write([&](storage::Transaction& tx) -> Status {
                  AKSIS_TRY(access::ensure_built_in_roles(tx));
                  AKSIS_ASSIGN(all, access::list_roles(tx));
                  roles = std::move(all);
                  return make_people(tx);
                })
                .ok());
    declare();
    registry.set_gate(&gate);
  }

  Status relate(storage::Transaction& tx, const char* person, const char* kind, const char* holder,
                bool ended = false) {
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_relation (id, person, kind, holder, from_at, until_at, reason, made_by) "
        "VALUES ($1, $2, $3, $4, 1, $5, 'test', 'host')",
        {std::string_view(next()), std::string_view(person), std::string_view(kind),
         std::string_view(holder), ended ? storage::Value(int64_t{2}) : storage::Value()}));
    return {};
  }

  Status make_people(storage::Transaction& tx) {
    for (const std::string_view person : kStandings)
      if (person != "unknown")
        AKSIS_TRY(
            tx.execute("INSERT INTO core_person (id, reference, created_at, version) VALUES "
                       "($1, $1, 1, 1)",
                       {person}));
    AKSIS_TRY(
        tx.execute("INSERT INTO core_follow_up_group (id, organisation, name, created_at, "
                   "version) VALUES ('group-1', $1, 'g', 1, 1)",
                   {std::string_view(kAgency)}));
    AKSIS_TRY(
        tx.execute("INSERT INTO core_follow_up_group_member (follow_up_group, account, "
                   "from_at) VALUES ('group-1', $1, 1)",
                   {std::string_view(kAccount)}));
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_deputy (id, account, deputy, from_at, until_at, reason, made_by) VALUES "
        "('deputy-1', 'account-away', $1, 1, $2, 'test', 'host')",
        {std::string_view(kAccount), core.clock.at + kDay}));
    AKSIS_TRY(relate(tx, "referent", "referent", kAccount));
    AKSIS_TRY(relate(tx, "instructor", "instructor", kAccount));
    AKSIS_TRY(relate(tx, "group", "group", "group-1"));
    AKSIS_TRY(relate(tx, "deputy", "referent", "account-away"));
    AKSIS_TRY(relate(tx, "agency", "agency", kAgency));
    AKSIS_TRY(relate(tx, "ended", "referent", kAccount, true));
    AKSIS_TRY(relate(tx, "foreign", "agency", "agency-theirs"));
    AKSIS_TRY(relate(tx, "archived_own", "referent", kAccount));
    AKSIS_TRY(
        tx.execute("INSERT INTO core_person_state (person, state, state_since, state_reason, "
                   "restricted) VALUES ('archived_own', 'archived', 1, 'test', 0)",
                   {}));
    return {};
  }

  // The declarations with nothing behind them, and with nothing asked but whom.
  void declare() {
    const auto catalogue = declared(core.clock);
    for (const auto& one : catalogue->registry().all()) {
      Operation bare;
      bare.id = one->id;
      bare.module = one->module;
      bare.kind = one->kind;
      bare.permission = one->permission;
      bare.open = one->open;
      bare.step_up = one->step_up;
      bare.traced = one->traced;
      bare.subject = one->subject.empty() ? "-" : one->subject;
      if (!one->subject.empty())
        bare.input_schema =
            R"({"type": "object", "properties": {")" + one->subject + R"(": {"type": "string"}}})";
      bare.handler = [](operations::Call&) { return Status(); };
      REQUIRE(registry.add(std::move(bare)).ok());
    }
    REQUIRE(registry.all().size() > 150);
    REQUIRE(registry.find("matching.offers_for")->subject == "person");
  }

  Principal ana(std::vector<Grant> grants) const {
    Principal out{std::string("account:") + kAccount, false, std::move(grants)};
    out.account = kAccount;
    out.organisation = kAgency;
    out.authenticated_at = core.clock.at;
    return out;
  }

  Status ask(const Operation& operation, const Principal& caller, std::string_view person) {
    json::Writer input;
    input.object();
    if (!operation.subject.empty()) input.member(operation.subject, person);
    operations::Call call(caller, *json::parse(input.end().text()));
    return registry.run(operation, call);
  }

  // The rule, said again in other words.
  static bool may(const Operation& operation, const Principal& caller, std::string_view standing) {
    if (operation.open) return true;
    if (operation.permission.empty()) return operation.subject.empty();
    const auto scope = caller.scope_of(operation.permission);
    if (!scope) return false;
    if (operation.subject.empty()) return true;
    static const std::set<std::string_view> kDuties = {"people.export", "people.erase",
                                                       "people.restrict"};
    if (*scope == Scope::all && kDuties.contains(operation.permission)) return true;
    return opens(standing, *scope);
  }

  std::string next() { return "relation-" + std::to_string(++made); }
  int made = 0;
};

void check_all(Matrix& matrix, const Principal& caller, const std::string& who) {
  for (const auto& operation : matrix.registry.all()) {
    if (access::lends(*operation)) continue;  // asks about the one lent to as well: gate_test
    // Below national it asks about the account as well: administering_matrix_test.
    if (access::administers(*operation) &&
        caller.scope_of(operation->permission) < Scope::national &&
        caller.scope_of(operation->permission))
      continue;
    for (const std::string_view standing : kStandings) {
      INFO(who << " · " << operation->id << " · " << standing);
      const auto answer = matrix.ask(*operation, caller, standing);
      const bool allowed = Matrix::may(*operation, caller, standing);
      REQUIRE(answer.ok() == allowed);
      if (!answer.ok()) REQUIRE(answer.error().code == Code::forbidden);
      if (operation->subject.empty()) break;  // nobody is named: once is enough
    }
  }
}

}  // namespace

TEST_CASE("every built-in role opens what its permissions and relations open, nothing else") {
  Matrix matrix;
  CHECK(matrix.roles.size() == 6);
  for (const auto& role : matrix.roles) check_all(matrix, matrix.ana(role.grants), role.id);
  check_all(matrix, matrix.ana({}), "no role");
}

TEST_CASE("every permission with every scope opens what relations open, nothing else") {
  Matrix matrix;
  for (const auto scope : kScopes)
    check_all(matrix, matrix.ana({Grant("*", scope)}), std::string(name_of(scope)));
}

TEST_CASE("what asks for a factor again is refused six minutes after the last one") {
  Matrix matrix;
  auto caller = matrix.ana({Grant("*", Scope::national)});
  caller.authenticated_at = matrix.core.clock.at - 6 * kMinute;
  int refused = 0;
  for (const auto& operation : matrix.registry.all()) {
    if (access::lends(*operation) || operation->open || operation->permission.empty()) continue;
    INFO(operation->id);
    const auto answer = matrix.ask(*operation, caller, "referent");
    CHECK(answer.ok() == !operation->step_up);
    if (operation->step_up) ++refused;
  }
  CHECK(refused > 10);
}
