// The options and arguments of one operation's command, made from its input schema, and the input
// they give. Main thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/command_line/language.hpp"
#include "operations/registry.hpp"

namespace CLI {
class App;
}

namespace aksis::app {

class Words;

inline constexpr size_t kInputBytesMax = 8 << 20;  // of an input given as JSON

class MemberOptions {
 public:
  // Declares one argument or --option a member on `command`; --input takes the whole object.
  MemberOptions(CLI::App& command, const operations::Operation& operation,
                const operations::Schema& schema, const Words& words, Language language);

  // The input as given, checked against the schema: every wrong place at once, named as people
  // wrote it ("--level"). Relative paths become absolute.
  Result<json::Document> input() const;

 private:
  struct Member {
    std::string name;    // "max_distance"
    std::string option;  // "--max-distance", or "PERSON" for an argument
    std::string about;   // for the help
    const json::Value* schema = nullptr;
    bool path = false;
    std::vector<std::string> texts;
  };
  void add_argument(CLI::App& command, Member& member, bool required);
  void add_option(CLI::App& command, Member& member, bool required);
  Status set(json::Document& input, const Member& member) const;
  Result<json::Document> whole() const;

  const operations::Operation& operation_;
  const operations::Schema& schema_;
  Language language_;
  std::vector<std::unique_ptr<Member>> members_;
  std::string whole_;  // of --input
};

// "/items/0/level" → "--items/0/level": where a person finds it again.
std::string place_on_line(std::string_view pointer, const operations::Operation& operation);

// "max_distance" → "--max-distance"
std::string option_name(std::string_view member);

}  // namespace aksis::app
