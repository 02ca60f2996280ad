// Whether somebody who steals the database file finds a text in it.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "house.hpp"

namespace aksis::access {

// Any byte of the database file and its log.
inline bool file_holds(const House& house, const std::string& secret) {
  for (const auto* name : {"/test.db", "/test.db-wal"}) {
    std::ifstream file(house.scratch.folder() + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.find(secret) != std::string::npos) return true;
  }
  return false;
}

}  // namespace aksis::access
