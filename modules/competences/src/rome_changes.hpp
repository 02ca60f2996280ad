// What changed between two versions of the referential. Pure, any thread.
#pragma once

#include <string>
#include <vector>

#include "referential.hpp"

namespace aksis::competences {

struct Named {
  std::string code;
  std::string label;
};
struct Renamed {
  std::string code;
  std::string before;
  std::string after;
};

// Of occupations, appellations or items.
struct TableChanges {
  size_t before = 0;
  size_t after = 0;
  std::vector<Named> added;
  std::vector<Named> removed;
  std::vector<Renamed> renamed;
};

struct LinkChanges {  // of one occupation that stayed
  std::string rome_code;
  size_t added = 0;
  size_t removed = 0;
  size_t reflagged = 0;  // core, emerging or neither
};

struct RomeChanges {
  std::string before_version;
  std::string after_version;
  TableChanges occupations;
  TableChanges appellations;
  TableChanges items;
  std::vector<LinkChanges> links;  // only occupations whose links changed, by code
  size_t links_before = 0;
  size_t links_after = 0;
  bool none() const;
};

RomeChanges compare(const Referential& before, const Referential& after);

}  // namespace aksis::competences
