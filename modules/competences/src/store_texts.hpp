// The free texts of people's profiles, sealed with their keys. Inside a transaction but for
// seal_texts(): any worker thread.
#pragma once

#include <aksis/module.hpp>
#include <map>
#include <string>
#include <string_view>

#include "store_profile.hpp"

namespace aksis::competences {

// By the id of its row; none is empty.
using Texts = std::map<std::string, std::string, std::less<>>;

// In a call that has the person's record open.
Result<Texts> read_texts(Tx& tx, std::string_view person);
// Seals those that differ, deletes those that are gone.
Status write_texts(Tx& tx, std::string_view person, const Texts& before, const Texts& after);
Status delete_texts(Tx& tx, std::string_view person);

// The texts of a profile, and a profile with its texts.
Texts texts_of(std::string_view person, const Profile& profile);
void put_texts(std::string_view person, const Texts& texts, Profile& profile);

// Once, after the migration that found texts in clear: seals a few hundred; answers how many, 0 at
// the end. Then the file is written anew.
Result<int64_t> seal_texts(Host& host);

}  // namespace aksis::competences
