#include "app/instance/topics.hpp"

namespace aksis::app {

std::string topic_permission(std::string_view type) {
  if (type.starts_with("core.person_")) return "people.read";
  return std::string(type.substr(0, type.find('.'))) + ".read";
}

}  // namespace aksis::app
