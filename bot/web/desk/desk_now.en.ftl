heading = Now
