// JSON with members named as readers call them, for what a module shows a person: the words are
// `member.NAME` and `value.NAME.VALUE` of the bundle's i18n, the same as the command line's.
// Any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "host.hpp"
#include "json.hpp"

namespace aksis {

class Worded {
 public:
  Worded(const Host& host, std::string_view language) : host_(host), language_(language) {}

  // A member without a word, or with one that another of its object has, keeps its name.
  void write(json::Writer& out, const json::Value& value, std::string_view name = {}) const {
    if (value.IsObject()) return object(out, value);
    if (value.IsArray()) {
      out.array();
      for (const auto& one : value.GetArray()) write(out, one, name);
      out.end();
    } else if (value.IsString()) {
      const auto text = json::text(value);
      const auto word = word_for("value." + std::string(name) + "." + std::string(text));
      out.value(word.empty() ? text : std::string_view(word));
    } else {
      out.raw(json::dump(value));
    }
  }

 private:
  void object(json::Writer& out, const json::Value& value) const {
    std::set<std::string> used;
    out.object();
    for (const auto& one : value.GetObject()) {
      const auto name = json::text(one.name);
      auto word = word_for("member." + std::string(name));
      if (word.empty() || !used.insert(word).second) word = name;
      out.key(word);
      write(out, one.value, name);
    }
    out.end();
  }
  // Empty: the bundle has none.
  std::string word_for(const std::string& key) const {
    auto word = host_.message(language_, key);
    return word == key ? std::string() : word;
  }

  const Host& host_;
  std::string_view language_;
};

}  // namespace aksis
