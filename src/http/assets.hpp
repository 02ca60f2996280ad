// Static files held in memory, compressed once when loaded. Filled by one thread, then read by any.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

struct Asset {
  std::string media_type;
  std::string etag;
  bool immutable = false;           // its name carries a hash of its content
  std::string plain, gzip, brotli;  // compressed ones are empty when not smaller
};

class Assets {
 public:
  // `path` as in the URL, beginning with '/'. The media type follows from its extension.
  void add(std::string path, std::string content);

  // Every regular file below `folder`, as PREFIX/relative/path. Links are not followed.
  Status add_folder(const std::string& prefix, const std::string& folder);

  // "/folder/" gives its index.html.
  const Asset* find(std::string_view path) const;

 private:
  std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace aksis::http
