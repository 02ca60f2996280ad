// The keys of the configuration, declared once: what each is, its default, its limits. The
// commented file config/aksis.toml is rendered from this table. Constant data; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aksis::app {

enum class KeyType {
  text,
  integer,
  boolean,
  path,    // a relative one starts at the folder of the file that gives it
  choice,  // one of `choices`
  texts,   // a list
  paths,
};

struct Key {
  std::string_view section;
  std::string_view name;
  KeyType type = KeyType::text;
  std::string_view otherwise;  // the default, as TOML
  std::string_view about;      // one or more sentences, with the unit
  int64_t min = 0;
  int64_t max = std::numeric_limits<int64_t>::max();
  std::vector<std::string_view> choices = {};

  std::string path() const { return std::string(section) + "." + std::string(name); }
};

struct Section {
  std::string_view name;
  std::string_view about;
};

std::span<const Section> sections();
std::span<const Key> keys();

const Key* find_key(std::string_view section, std::string_view name);

// Of `candidates`, the one that differs from `word` by the fewest letters, when it is near enough
// to be meant; else empty.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// What a value of this key may be, for error sentences: "an integer from 0 to 65535".
std::string expectation(const Key& key);

// The commented file that shows every key with its default.
std::string reference_file();

}  // namespace aksis::app
