// Files that live inside the program: see cmake/AksisEmbed.cmake. Constants, any thread.
#pragma once

#include <string_view>

namespace aksis::embedded {

struct File {
  std::string_view name;  // relative to the folder embedded, with "/"
  std::string_view data;
};

}  // namespace aksis::embedded
