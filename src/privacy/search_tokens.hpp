// Searching people by name without storing a name: rows of keyed tokens (HMAC, 16 bytes) of whole
// words, of their beginnings from two letters on, and of how they sound in French. Functions on a
// transaction: inside a body.
//
// Known leak: in a stolen file, people who share a beginning show the same token, so that the
// frequency of common beginnings can be counted. No word can be tried without the key.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/keyring.hpp"

namespace aksis::privacy {

// In place of what `field` ("family_name") of the person had before; an empty text removes it.
Status write_search_tokens(storage::Transaction& tx, const Keyring& keys, std::string_view person,
                           std::string_view field, std::string_view text);

// Tokens of the different words of a text, up to 500, with nothing of their beginnings and sounds:
// for texts of modules, which keep the rows themselves. Domains have no token in common.
std::set<storage::Blob> word_tokens(const Keyring& keys, std::string_view domain,
                                    std::string_view text);

struct FoundPerson {
  std::string person;
  bool by_sound = false;  // at least one word only sounds alike
};

// Narrows a search to some people: the condition on t.person, whose first placeholder is $first,
// and the values of its placeholders. Without a condition: everybody.
struct Among {
  std::function<std::string(size_t first)> condition = {};
  std::vector<storage::Value> parameters = {};
};

// People who have a word that begins like each of the words given; those who share most whole words
// first. When they are fewer than `limit`, then those whose words only sound alike. No words: none.
Result<std::vector<FoundPerson>> find_people(storage::Transaction& tx, const Keyring& keys,
                                             std::string_view words, int64_t limit,
                                             const Among& among = {});

}  // namespace aksis::privacy
