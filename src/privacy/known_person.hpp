// Whether somebody is a person of this database: they have a key, and are not the agency itself.
// Inside a body.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

// Code::not_found when they have none: unknown, or erased.
inline Status check_known(storage::Transaction& tx, std::string_view person) {
  bool known = false;
  AKSIS_TRY(tx.query("SELECT person FROM core_person_key WHERE person = $1", {person},
                     [&](const storage::Row&) -> Status {
                       known = true;
                       return {};
                     }));
  if (known && person != kAgency) return {};
  return said(Code::not_found,
              fmt::format("there is no person {}: unknown, or erased before", person),
              "Cette personne n’est pas connue, ou ses données ont été effacées.");
}

}  // namespace aksis::privacy
