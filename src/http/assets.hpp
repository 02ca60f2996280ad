// Static files: held in memory, compressed once, or read anew from a folder while somebody works on
// them. Filled by one thread, then asked by any.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

struct Asset {
  std::string media_type;
  std::string etag;
  bool immutable = false;                          // its path carries a hash of its content
  std::string_view plain, gzip, brotli;            // compressed ones are empty when not smaller
  std::string held_plain, held_gzip, held_brotli;  // what the views show unless it is static
};

class Assets {
 public:
  using Found = std::shared_ptr<const Asset>;

  // `path` as in the URL, beginning with '/'. The media type follows from its extension.
  void add(std::string path, std::string content);

  // Every regular file below `folder`, as PREFIX/relative/path. Links are not followed.
  Status add_folder(const std::string& prefix, const std::string& folder);

  // The files of a pack (src/console/pack.mjs), compressed already. `pack` outlives this object:
  // nothing is copied.
  Status add_pack(std::string_view pack);

  // The files below `folder`, read at each request: what was added under the prefix is not asked.
  // The longest prefix wins.
  void mount(std::string prefix, std::string folder);

  // "/folder/" gives its index.html. nullptr: there is none.
  Found find(std::string_view path) const;

  // The page of a path that is no file: the console's shell reads the address itself. nullptr when
  // the path names a file, or there is no shell.
  Found page_for(std::string_view path) const;

 private:
  Found read_mounted(std::string_view path) const;

  std::map<std::string, Found, std::less<>> assets_;
  std::vector<std::pair<std::string, std::string>> mounts_;  // longest prefix first
};

}  // namespace aksis::http
