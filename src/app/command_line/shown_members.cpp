#include "app/command_line/shown_members.hpp"

#include <algorithm>

namespace aksis::app {
namespace {

using Paths = std::vector<std::string_view>;

class Selector {
 public:
  explicit Selector(json::Document::AllocatorType& allocator) : allocator_(allocator) {}

  json::Value from(const json::Value& value, const Paths& paths) {
    if (value.IsArray()) {
      json::Value out(rapidjson::kArrayType);
      for (const auto& item : value.GetArray()) out.PushBack(from(item, paths), allocator_);
      return out;
    }
    if (!value.IsObject()) return {value, allocator_};
    json::Value out(rapidjson::kObjectType);
    add(out, value, paths, "");
    return out;
  }

 private:
  // Adds to `out` what `paths` name of `object`, each name after `prefix`.
  void add(json::Value& out, const json::Value& object, const Paths& paths,
           const std::string& prefix) {
    for (auto path = paths.begin(); path != paths.end(); ++path) {
      const auto head = path->substr(0, path->find('.'));
      const auto* member = json::member(object, head);
      if (!member || member->IsNull()) continue;
      const auto name = prefix + std::string(head);
      if (head.size() == path->size()) {
        if (!says_nothing(*member)) put(out, name, {*member, allocator_});
      } else if (member->IsObject()) {
        // Those that follow each other go in together: they may share a list further down.
        auto end = path;
        while (end != paths.end() && is_below(*end, head)) ++end;
        add(out, *member, below({path, end}, head), name + ".");
        path = end - 1;
      } else if (!json::member(out, name)) {  // one list, where its first path stands
        put(out, name, from(*member, below(paths, head)));
      }
    }
  }

  static bool says_nothing(const json::Value& value) {
    return (value.IsArray() && value.Empty()) || (value.IsString() && value.GetStringLength() == 0);
  }

  static Paths below(const Paths& paths, std::string_view head) {
    Paths out;
    for (const auto path : paths)
      if (is_below(path, head)) out.push_back(path.substr(head.size() + 1));
    return out;
  }
  static bool is_below(std::string_view path, std::string_view head) {
    return path.size() > head.size() && path.starts_with(head) && path[head.size()] == '.';
  }

  void put(json::Value& out, const std::string& name, json::Value value) {
    out.AddMember(json::Value(name.c_str(), allocator_), value, allocator_);
  }

  json::Document::AllocatorType& allocator_;
};

}  // namespace

json::Document shown_members(const json::Value& answer, const std::vector<std::string>& shows) {
  json::Document out;
  const Paths paths(shows.begin(), shows.end());
  json::Value shown = Selector(out.GetAllocator()).from(answer, paths);
  const bool alone =
      shown.IsObject() && shown.MemberCount() == 1 && shown.MemberBegin()->value.IsArray();
  if (alone)
    static_cast<json::Value&>(out) = shown.MemberBegin()->value;
  else
    static_cast<json::Value&>(out) = shown;
  return out;
}

}  // namespace aksis::app
