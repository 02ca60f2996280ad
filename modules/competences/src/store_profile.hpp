// People's profiles in the database: assessments, experiences, diplomas, under one version.
// Any worker thread.
#pragma once

#include <aksis/module.hpp>
#include <optional>
#include <string>
#include <vector>

#include "profile.hpp"

namespace aksis::competences {

struct StoredExperience {
  std::string id;
  Experience experience;
  std::string appellation;  // code, may be empty
  std::string description;  // in words; kept sealed; may be empty
};

struct StoredDiploma {
  std::string rncp;
  std::string obtained_on;  // may be empty
  std::string details;      // in words; kept sealed; may be empty
};

struct Profile {
  int64_t ver = 0;  // 0: nothing stored yet
  std::vector<Assessment> skills;
  std::vector<StoredExperience> experiences;
  std::vector<StoredDiploma> diplomas;
};

// Without the free texts, which nothing is computed from. Code::not_found when there is no such
// person.
Result<Profile> load_profile(Host& host, std::string_view person);
// With them, in a call that has the person's record open.
Result<Profile> load_whole_profile(Host& host, std::string_view person);
// The same inside a transaction; nothing of whoever is not known.
Result<Profile> read_whole_profile(Tx& tx, std::string_view person);

// Reads the profile, lets `change` edit it and stores all of it with the next version, publishing
// competences.profile_changed/1. Code::stale when `expected` is given and not the present version.
// `change` may run again.
using Change = std::function<Status(Profile&)>;
Result<Profile> change_profile(Host& host, std::string_view person, std::optional<int64_t> expected,
                               const Change& change);

// Marks anew which assessments count today, as the next version. Code::not_found.
Status recount_profile(Host& host, std::string_view person);

// Of a person who is no more.
Status delete_profile(Host& host, std::string_view person);
// The same inside a write.
Status erase_profile(Tx& tx, std::string_view person);

// People whose counting assessment expired before today, and that another one counts now.
Result<std::vector<std::string>> people_with_expired(Host& host);

}  // namespace aksis::competences
