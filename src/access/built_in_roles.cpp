// The roles a new agency begins with. An administrator of accounts sees no person's record, and an
// adviser no account: whoever takes over one account has not both.
#include <array>

#include "access/roles.hpp"

namespace aksis::access {
namespace {

using operations::Grant;
using operations::Scope;
using storage::Transaction;

std::vector<Grant> with_reading(std::vector<Grant> more) {
  const std::vector<Grant> reading = {
      {"competences.read", Scope::agency}, {"matching.read", Scope::agency},
      {"organisations.read", Scope::all},  {"relations.read", Scope::agency},
      {"territories.read", Scope::all},    {"events.listen", Scope::own}};
  more.insert(more.end(), reading.begin(), reading.end());
  return more;
}

// Those who accompany people.
std::vector<Role> accompanying_roles() {
  return {{"adviser",
           "Conseiller, conseillère",
           "Adviser",
           with_reading({{"people.read", Scope::agency},
                         {"people.write", Scope::own},
                         {"people.break_glass", Scope::territory},
                         {"consents.read", Scope::agency},
                         {"consents.manage", Scope::own},
                         {"competences.write", Scope::own},
                         {"matching.write", Scope::own}}),
           {"nir"}},
          {"supervisor",
           "Responsable d’agence",
           "Agency supervisor",
           with_reading({{"people.read", Scope::agency},
                         {"people.write", Scope::agency},
                         {"people.break_glass", Scope::territory},
                         {"people.supervise", Scope::agency},
                         {"people.import", Scope::agency},
                         {"people.nir", Scope::agency},
                         {"relations.manage", Scope::agency},
                         {"competences.write", Scope::agency},
                         {"matching.*", Scope::agency}}),
           {}}};
}

Role administrator() {
  return {std::string(kAdministrator),
          "Administrateur, administratrice",
          "Administrator",
          {{"accounts.manage", Scope::all},
           {"roles.manage", Scope::all},
           {"clients.manage", Scope::all},
           {"keys.manage", Scope::all},
           {"organisations.*", Scope::all},
           {"territories.*", Scope::all},
           {"competences.import", Scope::all},
           {"matching.import", Scope::all},
           {"jobs.*", Scope::all},
           {"events.*", Scope::all},
           {"modules.*", Scope::all},
           {"config.read", Scope::all},
           {"ui.manage", Scope::all},
           {"core.maintain", Scope::all},
           {"backup.create", Scope::all}},
          {}};
}

// Those who look at how the others work, and at figures.
std::vector<Role> watching_roles() {
  return {
      {"auditor",
       "Contrôle et traçabilité",
       "Auditor",
       {{"audit.read", Scope::all}, {"audit.export", Scope::all}, {"audit.verify", Scope::all}},
       {}},
      {"data_protection",
       "Protection des données",
       "Data protection",
       {{"people.export", Scope::all},
        {"people.erase", Scope::all},
        {"people.restrict", Scope::all},
        {"privacy.*", Scope::all},
        {"consents.*", Scope::all},
        {"audit.hold", Scope::all},
        {"audit.read", Scope::all}},
       {}},
      {"steering",
       "Pilotage",
       "Steering",
       {{"organisations.read", Scope::all}, {"territories.read", Scope::all}},
       {}},
  };
}

std::vector<Role> built_in_roles() {
  auto all = accompanying_roles();
  all.push_back(administrator());
  for (auto& one : watching_roles()) all.push_back(std::move(one));
  return all;
}

}  // namespace

Status ensure_built_in_roles(Transaction& tx) {
  AKSIS_ASSIGN(known, list_roles(tx));
  for (auto& role : built_in_roles()) {
    bool there = false;
    for (const auto& one : known) there = there || one.id == role.id;
    if (there) continue;
    role.built_in = true;
    AKSIS_TRY(save_role(tx, role, 0));
  }
  return {};
}

}  // namespace aksis::access
