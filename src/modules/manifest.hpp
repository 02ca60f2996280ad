// What a module declares: module.json, read and checked before any of its code is loaded.
// Values; pure functions over files, any thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"
#include "modules/ui_contributions.hpp"
#include "operations/operation.hpp"
#include "privacy/holder.hpp"

namespace aksis::modules {

inline constexpr size_t kManifestBytesMax = 1 << 20;
inline constexpr size_t kRoutesMax = 500;

struct Text {
  std::string fr, en;  // `en` may be empty
};

struct DeclaredPermission {
  std::string id;
  Text title;
};

struct DeclaredJob {
  std::string operation;
  Micros every = 0;       // 0: not recurring
  bool at_start = false;  // run once before the server is ready
};

struct Manifest {
  std::string folder;  // the bundle
  std::string id, version;
  Text title;
  std::vector<std::string> requires_services, optional_services, draft_services;
  std::map<std::string, std::string> depends;  // module → ">=1.0 <2"
  std::string table_prefix;                    // empty: no tables
  std::vector<std::string> reads, published_views;
  std::vector<privacy::SealedColumn> sealed;
  std::vector<DeclaredPermission> permissions;
  std::string config_schema;                  // empty: no configuration
  std::vector<operations::Operation> routes;  // as declared: without a handler
  std::vector<std::string> calls;
  std::map<std::string, std::string> publishes;  // event type → schema of its data
  std::vector<std::string> subscribes;
  std::vector<DeclaredJob> jobs;
  Ui ui;                              // what it adds to the console
  std::vector<std::string> warnings;  // members this version does not know

  bool may_use(std::string_view service) const;
  const operations::Operation* route(std::string_view operation) const;
  const privacy::SealedColumn* sealed_column(std::string_view table, std::string_view column) const;
};

// Reads FOLDER/module.json and the schemas it refers to. The error names the file; each detail is a
// JSON pointer into it.
Result<Manifest> read_manifest(const std::string& folder);

// The same from text, `folder` being where its schemas are.
Result<Manifest> parse_manifest(std::string_view json_text, const std::string& folder);

}  // namespace aksis::modules
