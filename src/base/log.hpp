// Log lines on standard error: one JSON object a line for a journal, or plain words for a person
// who typed a command. Never personal data. Any thread.
#pragma once

#include <string_view>

namespace aksis::log {

enum class Level { debug, info, warning, error, none };

// Lines below `level` are dropped. Default: info.
void set_level(Level level);

// journal (the default): {"at":…,"level":…,"source":…,"message":…}; people: "aksis: MESSAGE".
enum class Readers { journal, people };
void set_readers(Readers readers);

// `source` is the part of the program ("http", "module:matching"); `fields_json` a JSON object of
// further fields, or empty.
void write(Level level, std::string_view source, std::string_view message,
           std::string_view fields_json = {});

inline void info(std::string_view source, std::string_view message, std::string_view fields = {}) {
  write(Level::info, source, message, fields);
}
inline void warning(std::string_view source, std::string_view message,
                    std::string_view fields = {}) {
  write(Level::warning, source, message, fields);
}
inline void error(std::string_view source, std::string_view message, std::string_view fields = {}) {
  write(Level::error, source, message, fields);
}

}  // namespace aksis::log
