// The configuration in force: every known key with a value of its declared type, and the sections
// of modules as written, each value with its origin. A value; read by any thread once loaded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::app {

// Where the loader looks. Everything the process gives, so that tests choose it.
struct Sources {
  std::optional<std::string> file;  // must exist; without: the usual place, which may be absent
  std::vector<std::string> environment;  // "NAME=value"
  std::vector<std::string> assignments;  // "section.key=value", of the command line
};

inline constexpr std::string_view kUsualFile = "/etc/aksis/aksis.toml";

struct Setting {
  std::string json;    // the value as JSON text
  std::string origin;  // "default", "FILE:LINE:COLUMN", "AKSIS_SERVER__PORT", "--set server.port"
};

using Path = std::vector<std::string>;  // {"modules", "matching", "weights", "skills"}

std::string dotted(const Path& path);

class Config {
 public:
  // A known key ("server.port"); asking for another, or as another type, is a defect.
  std::string text(std::string_view key) const;
  int64_t integer(std::string_view key) const;
  bool boolean(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;

  // The modules that have a section, in order.
  std::vector<std::string> module_sections() const;
  // [modules.ID] as one JSON object; "{}" without a section.
  std::string module_json(std::string_view id) const;
  // Where the value at JSON pointer `pointer` ("/weights/skills") of a module's section is from;
  // of something absent: where its nearest surrounding is. Empty: the section does not exist.
  std::string module_origin(std::string_view id, std::string_view pointer) const;

  const std::map<Path, Setting>& all() const { return settings_; }

  // Sets one value and forgets those it replaces: a value where a table stood, and the reverse.
  void set(const Path& path, Setting setting);

  std::vector<std::string> files;  // read, in order

 private:
  const Setting& at(std::string_view key) const;
  std::map<Path, Setting> settings_;
};

// Reads all sources. Wrong ones are all named at once: each detail's pointer is "FILE:LINE:COLUMN",
// a variable of the environment, or an option.
Result<Config> load_config(const Sources& sources);

// The variables of this process that configure aksis (AKSIS_SECTION__KEY).
std::vector<std::string> process_environment();

}  // namespace aksis::app
