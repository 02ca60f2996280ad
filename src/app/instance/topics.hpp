// Who may hear which events. Pure function; any thread.
#pragma once

#include <string>
#include <string_view>

namespace aksis::app {

// The permission that events of a type need over the API: the one for reading what they tell of.
// A module's events need its permission "MODULE.read"; where it declares none, only who may do
// everything hears them.
std::string topic_permission(std::string_view type);

}  // namespace aksis::app
